#pragma once

#include "autograd/variable.h"

namespace stepgrad {

/// The mean squared error: the mean over all numbers of (prediction - target)^2.
///
/// prediction  any shape, at least one number
/// target      the same shape; wrap plain numbers as Variable(tensor)
/// returns     one number
/// throws      ShapeError if the shapes differ or are empty
/// source      Bishop: Pattern Recognition and Machine Learning, 2006, section 3.1.1
Variable mse_loss(const Variable& prediction, const Variable& target);

}  // namespace stepgrad
