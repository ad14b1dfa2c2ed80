// A data folder that cannot be used, or not any more: the text says what is wrong with what.
#pragma once

#include <stdexcept>

namespace sendlab::net {

struct storage_error : std::runtime_error {
    using runtime_error::runtime_error;
};

} // namespace sendlab::net
