// How Catch2 shows a result in a failed check. Boost's own operator<< would need one for each value and
// error.
#pragma once

#include <string>

#include <catch2/catch.hpp>

#include "base/result.hpp"

template<class Value, class Error>
struct Catch::StringMaker<boost::system::result<Value, Error>> {
    static std::string convert(const boost::system::result<Value, Error>& r) {
        if constexpr (requires { r.error().message; })
            return r ? "a value" : "error: " + r.error().message;
        else
            return r ? "a value" : "an error";
    }
};
