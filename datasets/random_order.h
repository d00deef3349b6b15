#pragma once

#include <cstdint>
#include <vector>

namespace stepgrad {

/// The numbers 0 to count - 1 in random order; the same for the same seed on every platform.
///
/// throws  std::invalid_argument if count is negative or above 2^32 - 1
/// source  Durstenfeld: Algorithm 235, random permutation, 1964 (the Fisher-Yates shuffle)
std::vector<std::int64_t> random_order(std::int64_t count, std::uint64_t seed);

}  // namespace stepgrad
