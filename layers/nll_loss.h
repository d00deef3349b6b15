#pragma once

#include "autograd/variable.h"

#include <cstdint>
#include <span>

namespace stepgrad {

/// The negative log likelihood: the mean over the batch of -log_probabilities[n, labels[n]].
///
/// nll_loss(log_softmax(x), labels) is cross_entropy(x, labels) in two steps.
///
/// log_probabilities  [batch, classes], at least one row
/// labels             the right class of each row, in [0, classes)
/// returns            one number
/// throws             ShapeError if log_probabilities has another rank or no rows, if there is not
///                    one label for each row, or if a label is not a class
/// source             Bishop: Pattern Recognition and Machine Learning, 2006, section 4.3.4
Variable nll_loss(const Variable& log_probabilities, std::span<const std::int32_t> labels);

}  // namespace stepgrad
