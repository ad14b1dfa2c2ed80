#include "api/s3_rest/xml_document.hpp"

#include <sstream>

#include <pugixml.hpp>

namespace sendlab::api {

struct xml_document::tree {
    pugi::xml_document document;
};

namespace {

constexpr std::uint64_t largest_document = 8 * 1024 * 1024;

pugi::xml_node node_of(void* element) {
    return pugi::xml_node{static_cast<pugi::xml_node_struct*>(element)};
}

std::string_view local(std::string_view name) {
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

} // namespace

result<xml_document, s3::error> xml_document::parse(const blob& bytes, std::string_view root) {
    if (bytes.size() == 0)
        return make_error(s3::errc::missing_request_body);
    if (bytes.size() > largest_document)
        return make_error(s3::errc::malformed_xml);
    auto made = std::make_shared<tree>();
    const auto text = to_string(bytes);
    // Values of filters and keys may be blanks only, and count.
    const auto read = made->document.load_buffer(text.data(), text.size(),
                                                 pugi::parse_default | pugi::parse_ws_pcdata_single);
    const auto element = made->document.document_element();
    if (!read || local(element.name()) != root)
        return make_error(s3::errc::malformed_xml);
    return xml_document{std::move(made), element.internal_object()};
}

std::vector<xml_document> xml_document::children() const {
    std::vector<xml_document> found;
    for (const auto node : node_of(element_))
        if (node.type() == pugi::node_element)
            found.push_back(xml_document{tree_, node.internal_object()});
    return found;
}

std::vector<xml_document> xml_document::children(std::string_view name) const {
    auto found = children();
    std::erase_if(found, [&](const xml_document& child) { return child.name() != name; });
    return found;
}

std::optional<xml_document> xml_document::child(std::string_view name) const {
    for (const auto node : node_of(element_))
        if (node.type() == pugi::node_element && local(node.name()) == name)
            return xml_document{tree_, node.internal_object()};
    return std::nullopt;
}

std::optional<std::string> xml_document::text(std::string_view name) const {
    const auto found = child(name);
    return found ? std::optional{found->text()} : std::nullopt;
}

std::string xml_document::text() const {
    return node_of(element_).text().get();
}

std::string_view xml_document::name() const {
    return local(node_of(element_).name());
}

std::string xml_document::attribute(std::string_view name) const {
    for (const auto one : node_of(element_).attributes())
        if (local(one.name()) == name)
            return one.value();
    return {};
}

std::string xml_document::markup() const {
    std::ostringstream out;
    node_of(element_).print(out, "", pugi::format_raw);
    return out.str();
}

} // namespace sendlab::api
