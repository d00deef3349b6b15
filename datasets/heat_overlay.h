#pragma once

#include "autograd/tensor.h"

namespace stepgrad {

/// Lays a heat map over an image: where in the picture the numbers are large. The map is brought to
/// the size of the image by bilinear interpolation and to [0, 1] from its least number to its
/// greatest; equal numbers are all 0.
///
/// input   image: [height, width, 1] or [height, width, 3] in [0, 1]
///         heat: [rows, columns] or [rows, columns, 1]
///         opacity: from 0, the image alone, to 1, the map alone
/// returns [height, width, 3]
/// throws  ShapeError if these are not their shapes
///         std::invalid_argument if the opacity is not in [0, 1]
Tensor heat_overlay(const Tensor& image, const Tensor& heat, Scalar opacity = Scalar(0.5));

}  // namespace stepgrad
