// How the coroutines of this folder learn that an operation failed: by its code, not by an exception.
#pragma once

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

namespace sendlab::net {

/// Completes with what came of it.
[[nodiscard]] inline auto into(boost::system::error_code& ec) {
    return boost::asio::redirect_error(boost::asio::use_awaitable, ec);
}

} // namespace sendlab::net
