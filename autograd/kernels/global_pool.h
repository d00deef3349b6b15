#pragma once

#include "autograd/scalar.h"

#include <cstdint>

// The mean over all pixels of each feature map.
namespace stepgrad::kernels {

/// A batch of feature maps: [batch, pixels, channels].
struct MapSizes {
    std::int64_t batch;
    std::int64_t pixels;
    std::int64_t channels;
};

/// y[n,c] = 1/pixels * sum over p of x[n,p,c]
void mean_over_pixels(const Scalar* x, Scalar* y, MapSizes sizes) noexcept;

/// dx[n,p,c] = dy[n,c] / pixels
void spread_over_pixels(const Scalar* dy, Scalar* dx, MapSizes sizes) noexcept;

}  // namespace stepgrad::kernels
