#pragma once

#include "autograd/kernels/conv2d_sizes.h"
#include "autograd/operation.h"
#include "layers/conv2d.h"

namespace stepgrad {

/// Checks that input, weight, bias and options fit together, and works out the output's size.
///
/// throws  ShapeError in the operation's name, with the rule that is broken and how to mend it
kernels::Conv2dSizes conv2d_sizes(const Operation& operation, const Variable& input,
                                  const Variable& weight, const Variable& bias,
                                  const Conv2dOptions& options);

/// [batch, out_height, out_width, out_channels]
Shape output_shape_of(const kernels::Conv2dSizes& sizes);

/// Multiply-adds of one forward pass.
std::int64_t multiply_adds_of(const kernels::Conv2dSizes& sizes);

}  // namespace stepgrad
