#pragma once

#include "autograd/kernels/pooling.h"
#include "autograd/scalar.h"

#include <cstdint>

// Max pooling. The first maximum of a window wins a tie, and the last NaN wins over everything.
// What lies outside the image takes no part, as if it were -infinity.
//
//     x   a a b b     y   A B     winner   0  3     one output pixel after the other; vectors run
//         a a b b         C D              9 14     along the channels, without a branch: each lane
//         c c d d                                   keeps its largest number and whose it was. A
//         c c d d                                   task is a row of outputs, backward an image.
//
// Measured, in parts of the triad, winners counted: 2x2 windows 0.7 forward and 1.0 backward; any
// window, here 3x3 with stride 2, 0.55 and 0.6 (backward adds where the winner says, lane by lane).
namespace stepgrad::kernels {

/// y[n,i,j,c] = the maximum of x[n,h,w,c] over the window of (i, j); winner[n,i,j,c] is the pixel
/// h * width + w it was found at. For windows of any size.
void max_pool_forward(const Scalar* x, Scalar* y, std::int32_t* winner,
                      const PoolSizes& sizes) noexcept;

/// dx[n,h,w,c] = the sum of dy[n,i,j,c] over all windows that (h, w) won. Windows may overlap.
void max_pool_backward(const Scalar* dy, const std::int32_t* winner, Scalar* dx,
                       const PoolSizes& sizes) noexcept;

/// The same for the sizes that is_pool_2x2() accepts.
void max_pool_2x2_forward(const Scalar* x, Scalar* y, std::int32_t* winner,
                          const PoolSizes& sizes) noexcept;

/// Writes every dx once: windows that do not overlap have nothing to add up.
void max_pool_2x2_backward(const Scalar* dy, const std::int32_t* winner, Scalar* dx,
                           const PoolSizes& sizes) noexcept;

}  // namespace stepgrad::kernels
