#include "sendlab/world.hpp"

#include <algorithm>
#include <utility>

#include "pipeline/uploader.hpp"
#include "sendlab/cloud.hpp"
#include "sendlab/code_process.hpp"
#include "sendlab/settings_of.hpp"
#include "sendlab/told.hpp"

namespace sendlab {

struct world::impl {
    cloud services;
    pipeline::email_number uploaded = 0; // e-mails, so far

    explicit impl(pipeline::settings settings) : services{std::move(settings)} {}

    void deploy(const program& code) {
        services.deploy([this, code](std::uint64_t environment) {
            return std::make_unique<code_process>(services, code, environment);
        });
    }

    /// Of the file that begins with the next e-mail.
    [[nodiscard]] std::string next_key() const {
        pipeline::file_record file;
        file.first = uploaded;
        return pipeline::object_key(file, services.random.stream(pipeline::object_key_stream));
    }

    void put(const std::string& key, std::string bytes) {
        services.put_object(services.scenario.s3.bucket, key, std::move(bytes));
        services.count_call("s3.PutObject", true);
    }
};

world::world(std::string_view text) : impl_{std::make_unique<impl>(settings_of(text))} {}

world world::from_file(const std::filesystem::path& path) {
    world made;
    made.impl_ = std::make_unique<impl>(settings_of(path));
    return made;
}

world::~world() = default;
world::world(world&&) noexcept = default;
world& world::operator=(world&&) noexcept = default;

void world::deploy(handler_code code) {
    impl_->deploy(std::move(code));
}

void world::deploy(callback_code code) {
    impl_->deploy(std::move(code));
}

std::vector<std::string> world::upload(const std::vector<email>& emails) {
    const std::size_t per_file = impl_->services.scenario.application.emails_per_file;
    std::vector<std::string> keys;
    for (std::size_t first = 0; first < emails.size(); first += per_file) {
        const auto begin = emails.begin() + static_cast<std::ptrdiff_t>(first);
        const auto many = std::min(per_file, emails.size() - first);
        keys.push_back(impl_->next_key());
        impl_->put(keys.back(), write_emails({begin, begin + static_cast<std::ptrdiff_t>(many)}));
        impl_->uploaded += many;
    }
    return keys;
}

void world::put_object(const std::string& key, std::string bytes) {
    impl_->put(key, std::move(bytes));
}

void world::inject(std::string_view fault) {
    impl_->services.conditions.add_extra_fault(fault_of(fault));
}

duration world::now() const {
    return impl_->services.clock.now() - impl_->services.started();
}

void world::advance(duration by) {
    auto& clock = impl_->services.clock;
    const auto until = clock.now() + by;
    clock.run_at(until, [] {}); // so that the clock arrives there, whatever else there is to do
    clock.run(until);
}

void world::run_until_idle() {
    impl_->services.clock.run();
}

std::vector<received_mail> world::mailbox() const {
    return told(impl_->services.mail, impl_->services.started());
}

std::vector<attempt> world::attempts() const {
    return told(impl_->services.log, impl_->services.started());
}

totals world::count() const {
    return told(impl_->services.result());
}

bill world::cost() const {
    return told(impl_->services.result().cost);
}

} // namespace sendlab
