#pragma once

#include <cstdint>

namespace stepgrad::kernels {

/// Indices first, first + 1, ... end - 1.
struct IndexRange {
    std::int64_t first, end;

    bool operator==(const IndexRange&) const = default;
};

/// The calling thread's part of `count` indices, of a parallel region.
IndexRange own_share(std::int64_t count) noexcept;

}  // namespace stepgrad::kernels
