#pragma once

#include "autograd/tensor.h"
#include "layers/weights/stored_weights.h"

#include <optional>
#include <string>

// From the order of axes in a file to ours: filters [height, width, in, out], depthwise filters
// [height, width, 1, channels], dense layers [in, out].
namespace stepgrad {

/// A file's tensor as the model wants it, or nothing if it has another shape.
std::optional<Tensor> arranged_like(const Tensor& stored, FilterLayout layout,
                                    const Shape& expected);

/// Why the shapes may differ, for an error message.
std::string likely_cause(const Shape& stored, FilterLayout layout, const Shape& expected);

}  // namespace stepgrad
