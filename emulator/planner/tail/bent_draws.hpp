// An attempt's draws under a tilt_scheme, and how much likelier they were than under their own law.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/random_source.hpp"
#include "planner/tail/tilt_scheme.hpp"

namespace sendlab::planner::tail {

class bent_draws final : public random_lens {
public:
    /// The scheme must outlive it.
    explicit bent_draws(const tilt_scheme& scheme) : scheme_{scheme} {}

    /// From now on, the draws of an attempt at the file that begins with this e-mail. Two uniform numbers decide what is
    /// drawn.
    void begin(std::uint64_t first, double which_file, double which_email);
    [[nodiscard]] std::uint32_t emails() const { return chosen_.emails; }

    [[nodiscard]] std::optional<std::uint32_t> kind_of(std::string_view stream) const override;
    [[nodiscard]] double bent(std::uint32_t kind, double uniform, std::uint64_t entity) override;

    /// Their own density over that of the whole mixture over e-mails (the balance heuristic: E. Veach and L. J. Guibas,
    /// SIGGRAPH 1995), so that what e-mail does not matter.
    [[nodiscard]] double weight() const;

private:
    using send_cells = std::array<std::uint8_t, most_parts>;
    [[nodiscard]] double bent_once(std::size_t which, double uniform);
    [[nodiscard]] double bent_send(std::size_t part, double uniform, std::uint64_t position);
    [[nodiscard]] std::uint32_t draw_critical(double uniform) const;

    const tilt_scheme& scheme_;
    tilt_scheme::choice chosen_;
    std::uint64_t first_ = 0;
    std::uint32_t critical_ = 0;
    double log_once_ = 0;
    std::vector<send_cells> sends_;
};

} // namespace sendlab::planner::tail
