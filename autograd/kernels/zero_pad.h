#pragma once

#include "autograd/scalar.h"

#include <cstdint>

// Zeros around [batch, height, width, channels] images, and their removal.
//
//     x   a b c        y   0 0 0 0 0      y is written from front to back: runs of zeros, and rows
//         d e f            0 a b c 0      of x that are copied whole; a task is an image
//                          0 d e f 0
//                          0 0 0 0 0
//
// Measured with 64x64 pixels and a border of one, in parts of the triad: padding 1.4, cropping 1.2.
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
