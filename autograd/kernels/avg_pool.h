#pragma once

#include "autograd/kernels/pooling.h"
#include "autograd/scalar.h"

// Average pooling: y[n,i,j,c] = the mean of x[n,h,w,c] over the window of (i, j).
//
//     x   a a b b        one output pixel after the other: the channels of a pixel lie side by
//         a a b b        side, so that vectors run along them and a window's pixels are added up
//         c c d d        whole; a task is a row of outputs, backward an image
//
// Measured, in parts of the triad: 2x2 windows 1.2 forward and 0.9 backward; 3x3 windows with
// stride 2, which share pixels and add up in memory, 0.5 and 0.5.
namespace stepgrad::kernels {

/// What a window's sum is divided by: the number of its pixels in the image, or also of those in
/// the padding around it.
struct AvgPoolDivisor {
    bool counts_padding;
    std::int64_t padded_bottom;  // height + padding below: the first row beyond the padded image
    std::int64_t padded_right;
};

/// y[n,i,j,c] = 1/divisor * sum of x[n,h,w,c] over the window of (i, j). For windows of any size.
void avg_pool_forward(const Scalar* x, Scalar* y, const PoolSizes& sizes,
                      const AvgPoolDivisor& divisor) noexcept;

/// dx[n,h,w,c] = the sum of dy[n,i,j,c] / divisor over all windows that see (h, w).
void avg_pool_backward(const Scalar* dy, Scalar* dx, const PoolSizes& sizes,
                       const AvgPoolDivisor& divisor) noexcept;

/// The same for the sizes that is_pool_2x2() accepts. Backward writes every dx once.
void avg_pool_2x2_forward(const Scalar* x, Scalar* y, const PoolSizes& sizes) noexcept;
void avg_pool_2x2_backward(const Scalar* dy, Scalar* dx, const PoolSizes& sizes) noexcept;

}  // namespace stepgrad::kernels
