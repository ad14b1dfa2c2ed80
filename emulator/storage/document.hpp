// Records as documents: members that a reader does not know it leaves, those that are missing have their default. So a
// component may come to have more to keep without a new format. CBOR, as texts need not be UTF-8.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace sendlab::storage {

[[nodiscard]] std::string packed(const nlohmann::json& document);
/// Throws what nlohmann::json does.
[[nodiscard]] nlohmann::json unpacked(std::string_view bytes);

} // namespace sendlab::storage

/// For the macros that list a type's members.
template<class Value>
struct nlohmann::adl_serializer<std::optional<Value>> {
    template<class Json>
    static void to_json(Json& to, const std::optional<Value>& from) {
        if (from)
            to = *from;
        else
            to = nullptr;
    }
    template<class Json>
    static void from_json(const Json& from, std::optional<Value>& to) {
        to = from.is_null() ? std::nullopt : std::optional{from.template get<Value>()};
    }
};

template<class Rep, class Period>
struct nlohmann::adl_serializer<std::chrono::duration<Rep, Period>> {
    template<class Json>
    static void to_json(Json& to, std::chrono::duration<Rep, Period> from) {
        to = from.count();
    }
    template<class Json>
    static void from_json(const Json& from, std::chrono::duration<Rep, Period>& to) {
        to = std::chrono::duration<Rep, Period>{from.template get<Rep>()};
    }
};

template<class Clock, class Duration>
struct nlohmann::adl_serializer<std::chrono::time_point<Clock, Duration>> {
    template<class Json>
    static void to_json(Json& to, std::chrono::time_point<Clock, Duration> from) {
        to = from.time_since_epoch();
    }
    template<class Json>
    static void from_json(const Json& from, std::chrono::time_point<Clock, Duration>& to) {
        to = std::chrono::time_point<Clock, Duration>{from.template get<Duration>()};
    }
};
