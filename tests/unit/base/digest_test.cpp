#include "base/digest.hpp"

#include <set>

#include <catch2/catch.hpp>

using namespace sendlab;

namespace {

template<class... Parts>
std::uint64_t digest_of(Parts... parts) {
    digest d;
    (d.add(parts), ...);
    return d.value();
}

constexpr std::uint64_t one = 1, two = 2, zero = 0;

} // namespace

TEST_CASE("a digest depends on every word, on their order and on their number") {
    CHECK(digest_of(one, two) == digest_of(one, two));
    CHECK(digest_of(one, two) != digest_of(two, one));
    CHECK(digest_of(one) != digest_of(one, zero));
    CHECK(digest_of() != digest_of(zero));
    CHECK(digest_of(zero) != digest_of(zero, zero));
    CHECK(digest_of(one << 63) != digest_of(zero));
}

TEST_CASE("a digest can be looked at on the way") {
    digest d;
    d.add(one);
    const auto early = d.value();
    CHECK(d.value() == early);
    d.add(two);
    CHECK(d.value() == digest_of(one, two));
    CHECK(d.value() != early);
}

TEST_CASE("a changed bit anywhere changes about half of the bits of a digest") {
    for (int place = 0; place < 8; ++place)
        for (int bit = 0; bit < 64; ++bit) {
            digest a, b;
            for (int i = 0; i < 8; ++i) {
                a.add(static_cast<std::uint64_t>(i));
                b.add(static_cast<std::uint64_t>(i) ^ (i == place ? one << bit : 0));
            }
            const int changed = std::popcount(a.value() ^ b.value());
            CHECK(changed > 10);
            CHECK(changed < 54);
        }
}

TEST_CASE("digests of small numbers do not collide") {
    std::set<std::uint64_t> seen;
    for (std::uint64_t i = 0; i < 300; ++i)
        for (std::uint64_t j = 0; j < 300; ++j)
            seen.insert(digest_of(i, j));
    CHECK(seen.size() == 300 * 300);
}

TEST_CASE("bytes are told apart where they begin and end") {
    using namespace std::string_view_literals;
    CHECK(digest_of("abcdefgh"sv, "i"sv) != digest_of("abcdefghi"sv));
    CHECK(digest_of("ab"sv, "c"sv) != digest_of("a"sv, "bc"sv));
    CHECK(digest_of("a\0"sv) != digest_of("a"sv));
    CHECK(digest_of(""sv) != digest_of());
    CHECK(digest_of("\x80\xff"sv) != digest_of("\x80\xfe"sv));
}

TEST_CASE("the text of a digest is 16 hexadecimal digits") {
    CHECK(hex_text(0) == "0000000000000000");
    CHECK(hex_text(0x0123456789abcdef) == "0123456789abcdef");
    digest d;
    d.add(one);
    CHECK(d.text() == hex_text(d.value()));
}

TEST_CASE("digests are the same in every version that reads old results") {
    digest d;
    for (std::uint64_t i = 0; i < 1000; ++i)
        d.add(i * i);
    d.add("Sendlab");
    CHECK(d.text() == "82857cd0aa19ca2f");
}
