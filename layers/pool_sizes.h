#pragma once

#include "autograd/kernels/pooling.h"
#include "autograd/operation.h"
#include "layers/extent2d.h"

namespace stepgrad {

/// What max_pool2d() and avg_pool2d() have in common.
struct PoolWindows {
    Extent2d kernel;
    Extent2d stride = 0;   // 0: the kernel, so that windows stand side by side
    Extent2d padding = 0;  // on both sides of each axis; at most half the kernel
    bool ceil_mode = false;
};

/// Checks a pooling and computes where its windows stand, along each axis:
///
///     output = floor((input + 2 padding - kernel) / stride) + 1
///
/// with ceil instead of floor in ceil_mode, where the last window must still start inside the
/// image or the padding before it.
///
/// input    [batch, height, width, channels]
/// throws   ShapeError with the operation's name if a size is out of range or no window fits
kernels::PoolSizes pool_sizes(const Operation& operation, const Variable& input,
                              const PoolWindows& windows);

}  // namespace stepgrad
