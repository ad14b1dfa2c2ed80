// The parameters of a request in AWS's Query protocol: a form whose names spell out lists and structures
// ("Destination.ToAddresses.member.1").
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sendlab::api {

class query_form {
public:
    explicit query_form(std::string_view form);

    /// Empty if there is none.
    [[nodiscard]] std::string_view get(std::string_view name) const;
    /// Null if there is none: told apart from one that is empty.
    [[nodiscard]] const std::string* find(std::string_view name) const;
    /// "name.member.1", "name.member.2", ... in the order of their numbers.
    [[nodiscard]] std::vector<std::string> list(std::string_view name) const;
    /// The beginnings of a list's structures: "name.member.1.", ...
    [[nodiscard]] std::vector<std::string> structures(std::string_view name) const;
    /// Is there a parameter that begins like this?
    [[nodiscard]] bool has(std::string_view prefix) const;

private:
    std::map<std::string, std::string, std::less<>> parameters_;
};

} // namespace sendlab::api
