#pragma once

#include "autograd/scalar.h"

#include <cstdint>

// Zeros around [batch, height, width, channels] images, and their removal.
namespace stepgrad::kernels {

/// Sizes of the image without its border, and how wide the border is on each side.
struct PadSizes {
    std::int64_t batch;
    std::int64_t height;
    std::int64_t width;
    std::int64_t channels;
    std::int64_t top;
    std::int64_t bottom;
    std::int64_t left;
    std::int64_t right;
};

/// y[n, top + h, left + w, c] = x[n,h,w,c]; 0 everywhere else
void zero_pad(const Scalar* x, Scalar* y, const PadSizes& sizes) noexcept;

/// dx[n,h,w,c] = dy[n, top + h, left + w, c]
void crop(const Scalar* dy, Scalar* dx, const PadSizes& sizes) noexcept;

}  // namespace stepgrad::kernels
