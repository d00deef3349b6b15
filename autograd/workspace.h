#pragma once

#include "autograd/tensor.h"

#include <cstdint>

namespace stepgrad {

/// Memory that a kernel computes in during one call: at least `numel` numbers, not set.
///
/// Rounded up to a power of two, so that kernels of all sizes share a few blocks of the memory pool.
/// With a block for each of many sizes a training step of net C (tests/benchmarks) needed 86 MB
/// instead of 50.
///
/// returns  [numel or more]
/// throws   std::bad_alloc if there is not enough memory
Tensor workspace_for(std::int64_t numel);

}  // namespace stepgrad
