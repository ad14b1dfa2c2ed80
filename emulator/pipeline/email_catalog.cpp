#include "pipeline/email_catalog.hpp"

#include <algorithm>
#include <cmath>

namespace sendlab::pipeline {

namespace {

/// Makes lines of text of it, `size` bytes in all. What it has made before it leaves as it is.
void fill(std::string& text, std::size_t size) {
    if (text.size() == size)
        return;
    text.reserve(size);
    text = "The quick brown fox jumps over the lazy dog.\n";
    while (text.size() < size)
        text.append(text, 0, size - text.size());
    text.resize(size);
}

} // namespace

email_catalog::email_catalog(const application_settings& application, random_source random)
    : application_{application},
      files_{application_.files ? application_.files.get() : nullptr},
      count_{random.stream("application.emails_per_request")},
      size_{random.stream("application.email_size")},
      bounce_{random.stream("application.bounce")} {
    if (files_) {
        for (std::uint32_t group = 0; group < files_->size(); ++group) {
            const auto& emails = (*files_)[group].emails;
            for (std::uint32_t i = 0; i < emails.size(); ++i)
                files_index_.push_back(
                    {emails[i].bytes, static_cast<std::uint32_t>(emails[i].to.size()), group, i});
        }
    } else if (application_.email_size.is_constant()) {
        constant_bytes_ = static_cast<std::uint64_t>(application_.email_size.quantile(0.5));
    }
}

std::vector<std::uint32_t> email_catalog::groups(std::uint32_t request,
                                                 std::optional<std::uint32_t> traced) const {
    std::vector<std::uint32_t> sizes;
    if (files_) {
        for (const auto& group : *files_)
            sizes.push_back(static_cast<std::uint32_t>(group.emails.size()));
        return sizes;
    }
    const auto drawn = std::min(application_.emails_per_request.quantile(count_.uniform(request)), 4e9);
    const auto emails = traced.value_or(static_cast<std::uint32_t>(std::floor(drawn + 0.5)));
    const auto parts = application_.header_groups;
    for (std::uint32_t group = 0; group < parts; ++group) {
        if (const auto size = emails / parts + (group < emails % parts ? 1 : 0))
            sizes.push_back(size);
    }
    return sizes;
}

std::uint64_t email_catalog::drawn_bytes(email_number email) const {
    if (files_)
        return from_files(email).bytes;
    return static_cast<std::uint64_t>(std::min(application_.email_size.quantile(size_.uniform(email)), 1e15));
}

std::vector<std::string> email_catalog::addresses(email_number email) const {
    if (files_) {
        const auto& a = from_files(email);
        return (*files_)[a.group].emails[a.position].to;
    }
    if (application_.bounce_share > 0 && bounce_.chance(application_.bounce_share, email))
        return {application_.recipients_per_email, "bounce@simulator.amazonses.com"};
    std::vector<std::string> made(application_.recipients_per_email);
    for (std::size_t i = 0; i < made.size(); ++i) {
        made[i].append("reader").append(std::to_string(email));
        if (i > 0)
            made[i].append("+").append(std::to_string(i));
        made[i].append("@example.com");
    }
    return made;
}

std::string email_catalog::sender(email_number email) const {
    return files_ ? (*files_)[from_files(email).group].from : "news@example.org";
}

bool email_catalog::uses_simulator() const {
    if (!files_)
        return application_.bounce_share > 0;
    const auto simulated = [](const std::string& address) {
        return address.ends_with("simulator.amazonses.com");
    };
    const auto any_simulated = [&](const uploaded_email& email) {
        return std::any_of(email.to.begin(), email.to.end(), simulated);
    };
    return std::any_of(files_->begin(), files_->end(), [&](const uploaded_group& group) {
        return std::any_of(group.emails.begin(), group.emails.end(), any_simulated);
    });
}

const uploaded_email& email_catalog::content(email_number email, uploaded_email& scratch) const {
    if (files_) {
        const auto& a = from_files(email);
        return (*files_)[a.group].emails[a.position];
    }
    scratch.to = addresses(email);
    scratch.subject = "News " + std::to_string(email);
    scratch.bytes = bytes(email);
    fill(scratch.message, scratch.bytes);
    return scratch;
}

std::string email_catalog::meta(email_number email) const {
    if (files_)
        return (*files_)[from_files(email).group].meta_json;
    return R"({"from":"news@example.org","contentType":"text/plain","charset":"utf-8"})";
}

} // namespace sendlab::pipeline
