// XML of answers: small documents of a fixed shape, written to the end of a string.
#pragma once

#include <string>
#include <string_view>

namespace sendlab::api {

/// Text between tags. What XML 1.0 cannot say at all (control characters, broken UTF-8) becomes U+FFFD.
void append_xml_text(std::string& out, std::string_view text);

/// <name>text</name>
void append_xml_element(std::string& out, std::string_view name, std::string_view text);

} // namespace sendlab::api
