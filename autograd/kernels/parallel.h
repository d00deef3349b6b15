#pragma once

#include <cstdint>

namespace stepgrad::kernels {

/// Loops over fewer numbers than this run on one thread: waking the others would take longer.
inline constexpr std::int64_t kParallelFrom = 64 * 1024;

}  // namespace stepgrad::kernels
