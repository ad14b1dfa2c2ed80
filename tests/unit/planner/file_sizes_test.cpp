#include "planner/file_sizes.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace sendlab::planner;

namespace {

std::vector<double> shares(const pipeline::application_settings& application, std::uint32_t n) {
    return file_sizes::of(application).value().shares(n);
}

} // namespace

TEST_CASE("60 e-mails in files of 25 are two full files and one of 10") {
    pipeline::application_settings application;
    application.emails_per_request = distribution::constant(60);
    const auto found = shares(application, 25);
    CHECK(found.size() == 25);
    CHECK(found[24] == Approx(2.0 / 3));
    CHECK(found[9] == Approx(1.0 / 3));
    CHECK(shares(application, 60)[59] == 1);
    CHECK(shares(application, 100).back() == 1);
}

TEST_CASE("groups of headers are cut apart") {
    pipeline::application_settings application;
    application.emails_per_request = distribution::constant(11);
    application.header_groups = 2; // 6 and 5
    const auto found = shares(application, 5);
    CHECK(found[4] == Approx(2.0 / 3));
    CHECK(found[0] == Approx(1.0 / 3));
}

TEST_CASE("drawn numbers of e-mails are rounded as the application rounds them") {
    pipeline::application_settings application;
    application.emails_per_request = distribution::uniform(0.5, 2.5); // 1 or 2, as often
    CHECK(shares(application, 1)[0] == Approx(1));
    const auto found = shares(application, 2);
    CHECK(found[0] == Approx(0.5));
    CHECK(found[1] == Approx(0.5));
}

TEST_CASE("rows of a trace count as they are") {
    pipeline::application_settings application;
    application.requests = pipeline::traced_arrivals{{{duration{0}, 3}, {duration{1}, 4}, {duration{2}, 0}}};
    const auto found = shares(application, 3);
    CHECK(found[2] == Approx(2.0 / 3));
    CHECK(found[0] == Approx(1.0 / 3));
}

TEST_CASE("requests without an end, or without e-mails, have no list of sizes") {
    pipeline::application_settings application;
    application.emails_per_request = distribution::pareto(0.5, 10);
    CHECK_FALSE(file_sizes::of(application));
    application.emails_per_request = distribution::constant(0);
    CHECK_FALSE(file_sizes::of(application));
}
