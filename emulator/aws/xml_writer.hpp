// XML documents as AWS answers them: no attributes but a namespace, no white space between elements.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace sendlab::aws {

class xml_writer {
public:
    /// The declaration, and the root with its namespace; an empty one is left out.
    explicit xml_writer(std::string_view root, std::string_view name_space = {});

    xml_writer& open(std::string_view name);
    xml_writer& close();
    xml_writer& element(std::string_view name, std::string_view text);
    xml_writer& element(std::string_view name, const char* text) {
        return element(name, std::string_view{text});
    }
    xml_writer& element(std::string_view name, bool yes) { return element(name, yes ? "true" : "false"); }
    template<std::integral Number>
    requires(!std::same_as<Number, bool>) xml_writer& element(std::string_view name, Number number) {
        return element(name, std::to_string(number));
    }
    /// Left out where the text is empty.
    xml_writer& optional(std::string_view name, std::string_view text);
    /// An attribute-bearing or otherwise special piece, written as it is.
    xml_writer& markup(std::string_view piece);

    /// Closes what is open.
    [[nodiscard]] std::string finish();

private:
    std::string out_;
    std::vector<std::string> open_;
};

/// With &, <, >, quotation marks and control characters as references.
[[nodiscard]] std::string xml_escaped(std::string_view text);

} // namespace sendlab::aws
