#pragma once

#include "autograd/variable.h"

#include <cstdint>
#include <span>

namespace stepgrad {

/// The loss of a classifier: the mean over the batch of -log softmax(logits[n])[labels[n]].
///
/// Softmax, logarithm and mean in one: stable for logits of any size, and the gradient is as simple
/// as probability minus truth. In Keras: SparseCategoricalCrossentropy(from_logits=True).
///
/// logits   [batch, classes], scores before softmax; at least one row
/// labels   the right class of each row, in [0, classes)
/// returns  one number
/// throws   ShapeError if logits has another rank or no rows, if there is not one label for each
///          row, or if a label is not a class
/// source   Goodfellow, Bengio, Courville: Deep Learning, 2016, section 6.2.2.3
Variable cross_entropy(const Variable& logits, std::span<const std::int32_t> labels);

}  // namespace stepgrad
