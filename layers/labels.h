#pragma once

#include "autograd/kernels/softmax.h"
#include "autograd/operation.h"

#include <cstdint>
#include <span>

namespace stepgrad {

/// Checks what every classification loss is given, and how large it is.
///
/// scores   [batch, classes], at least one row
/// labels   one for each row, in [0, classes)
/// throws   ShapeError with the operation's name, the label, its place and the number of classes
kernels::ScoreSizes checked_scores(const Operation& operation, const Variable& scores,
                                   std::span<const std::int32_t> labels);

}  // namespace stepgrad
