// Where a server listens.
#pragma once

#include <cstdint>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace sendlab::net {

/// `host` is an address, or a name that has one ("localhost"). Throws boost::system::system_error where it has none.
inline boost::asio::ip::tcp::endpoint listening_endpoint(boost::asio::io_context& io, const std::string& host,
                                                         std::uint16_t port) {
    using boost::asio::ip::tcp;
    boost::system::error_code no_address;
    const auto address = boost::asio::ip::make_address(host, no_address);
    if (!no_address)
        return {address, port};
    return *tcp::resolver{io}.resolve(host, std::to_string(port)).begin();
}

} // namespace sendlab::net
