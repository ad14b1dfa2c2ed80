// Boost.Asio, compiled once: with BOOST_ASIO_SEPARATE_COMPILATION its headers only declare.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
