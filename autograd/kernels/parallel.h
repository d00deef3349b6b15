#pragma once

#include <cstdint>

namespace stepgrad::kernels {

/// Loops over fewer numbers than this run on one thread: waking the others would take longer.
inline constexpr std::int64_t kParallelFrom = 32 * 1024;

/// Convolutions of fewer multiply-adds run on one thread.
inline constexpr std::int64_t kParallelMultiplyAdds = 1024 * 1024;

/// The packed or transformed filters of a convolution, which all threads read, are prepared by each
/// of them for itself up to so many numbers. To share the work costs less work, but then a thread
/// reads what the others have just written: on the two cores it was measured on that took a third
/// of the time of net C's last convolutions (tests/benchmarks), the preparation itself 3 %. (gemm.h
/// and column_convolution.h share the packing always.)
inline constexpr std::int64_t kLargestOwnCopy = 1024 * 1024;

}  // namespace stepgrad::kernels
