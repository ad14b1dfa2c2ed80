// Randomness without state. Each draw is a pure function of (seed, stream, entity, attempt, index), computed
// by Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11; library Random123).
// So results depend neither on the order of events nor on the number of threads, and two values of
// EMAILS_PER_FILE see the same latency for the same e-mail (common random numbers).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <Random123/philox.h>

namespace sendlab {

/// Changes the law of some draws, as importance sampling does: what reads them does not know.
class random_lens {
public:
    virtual ~random_lens() = default;
    /// What the lens calls the draws of a stream; nothing: it leaves them alone.
    [[nodiscard]] virtual std::optional<std::uint32_t> kind_of(std::string_view stream) const = 0;
    /// Takes the place of `uniform`, the draw of an entity; both in (0, 1).
    [[nodiscard]] virtual double bent(std::uint32_t kind, double uniform, std::uint64_t entity) = 0;
};

/// The draws of one use of chance ("ses.latency"). A value: copy it to where it is needed.
class random_stream {
public:
    /// A lens must outlive the stream.
    constexpr random_stream(std::uint64_t seed, std::string_view name, random_lens* lens = nullptr)
        : key_{mixed(seed ^ hash(name))} {
        if (const auto kind = lens ? lens->kind_of(name) : std::nullopt) {
            lens_ = lens;
            kind_ = *kind;
        }
    }

    /// 64 random bits for the index-th draw of the attempt-th try of an entity (an e-mail, a
    /// file, a request).
    [[nodiscard]] std::uint64_t bits(std::uint64_t entity, std::uint32_t attempt = 0,
                                     std::uint32_t index = 0) const {
        const r123::Philox4x32::ctr_type counter{
            {static_cast<std::uint32_t>(entity), static_cast<std::uint32_t>(entity >> 32), attempt, index}};
        const r123::Philox4x32::key_type key{
            {static_cast<std::uint32_t>(key_), static_cast<std::uint32_t>(key_ >> 32)}};
        const auto block = r123::Philox4x32{}(counter, key);
        return (std::uint64_t{block[1]} << 32) | block[0];
    }

    /// In the open interval (0, 1), so that every quantile function is finite at it.
    [[nodiscard]] double uniform(std::uint64_t entity, std::uint32_t attempt = 0,
                                 std::uint32_t index = 0) const {
        const double u = (static_cast<double>(bits(entity, attempt, index) >> 12) + 0.5) * 0x1p-52;
        return lens_ ? lens_->bent(kind_, u, entity) : u;
    }

    /// True with probability p. Draws even for p = 0 and p = 1, so that changing p moves nothing else.
    [[nodiscard]] bool chance(double p, std::uint64_t entity, std::uint32_t attempt = 0,
                              std::uint32_t index = 0) const {
        return uniform(entity, attempt, index) < p;
    }

private:
    static constexpr std::uint64_t hash(std::string_view name) // FNV-1a
    {
        std::uint64_t h = 0xcbf29ce484222325;
        for (const char c : name)
            h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
        return h;
    }

    static constexpr std::uint64_t mixed(std::uint64_t x) // SplitMix64's finaliser
    {
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }

    std::uint64_t key_;
    random_lens* lens_ = nullptr;
    std::uint32_t kind_ = 0;
};

/// The seed of a run, handed down to components; each takes the streams that it names.
class random_source {
public:
    constexpr explicit random_source(std::uint64_t seed, random_lens* lens = nullptr)
        : seed_{seed}, lens_{lens} {}

    [[nodiscard]] constexpr std::uint64_t seed() const { return seed_; }
    [[nodiscard]] constexpr random_stream stream(std::string_view name) const { return {seed_, name, lens_}; }

private:
    std::uint64_t seed_;
    random_lens* lens_;
};

} // namespace sendlab
