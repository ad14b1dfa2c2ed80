// Expected failures are values: a result holds what was asked for, or why it could not be had.
#pragma once

#include <boost/system/result.hpp>

namespace sendlab {

template<class Value, class Error>
using result = boost::system::result<Value, Error>;

} // namespace sendlab
