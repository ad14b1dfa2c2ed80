// A request's XML document, read by element names; prefixes of namespaces are left aside.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/blob.hpp"
#include "base/result.hpp"
#include "s3/s3_error.hpp"

namespace sendlab::api {

/// An element and all that is in it. Cheap to copy; keeps its document alive.
class xml_document {
public:
    /// MalformedXML for what is not well-formed, has another root or more than 8 MiB; MissingRequestBodyError for an
    /// empty body.
    [[nodiscard]] static result<xml_document, s3::error> parse(const blob& bytes, std::string_view root);

    /// The elements of this name right below.
    [[nodiscard]] std::vector<xml_document> children(std::string_view name) const;
    /// All elements right below, whatever their names.
    [[nodiscard]] std::vector<xml_document> children() const;
    [[nodiscard]] std::optional<xml_document> child(std::string_view name) const;
    /// Of the first child of this name; nothing where there is none.
    [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
    /// Of this element.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::string_view name() const;
    /// xsi:type, or another attribute whatever its prefix.
    [[nodiscard]] std::string attribute(std::string_view name) const;
    /// This element as markup, without white space around elements.
    [[nodiscard]] std::string markup() const;

private:
    struct tree;

    xml_document(std::shared_ptr<const tree> of, void* element) : tree_{std::move(of)}, element_{element} {}

    std::shared_ptr<const tree> tree_;
    void* element_; // pugixml's node
};

} // namespace sendlab::api
