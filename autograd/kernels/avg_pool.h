#pragma once

#include "autograd/kernels/pooling.h"
#include "autograd/scalar.h"

// Average pooling.
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
