#pragma once

#include "autograd/tensor.h"

#include <cstdint>
#include <vector>

// What transforms that move pixels about share.
namespace stepgrad {

/// Stands in a list of rows or columns for "none: what is outside the image".
inline constexpr std::int64_t kOutside = -1;

/// Fills an image with its own pixels in other places:
///
///     new[y, x] = old[rows[y], columns[x]],  or `fill` where one of the two is kOutside
///
/// input   image: [height, width, channels]; rows has height numbers, columns has width
void rearrange(Tensor& image, const std::vector<std::int64_t>& rows,
               const std::vector<std::int64_t>& columns, Scalar fill);

/// throws  ShapeError that begins with `transform` if the tensor is not [height, width, channels]
void require_image(const char* transform, const Tensor& image);

}  // namespace stepgrad
