#pragma once

#include "layers/module.h"
#include "lessons/support/measurements.h"
#include "lessons/support/training_data.h"

#include <vector>

namespace stepgrad::lessons {

/// Shows networks the test images at 5/7, 9/7 and twice their size: 20x20, 36x36 and 56x56 for
/// 28x28.
///
/// returns the accuracy of each at each size, or the message of the ShapeError that refused it
std::vector<SizeAccuracy> try_other_sizes(const std::vector<NamedModule>& networks,
                                          const TrainingData& data);

/// Prints a line for each size with the accuracy of "gap" and of "flatten", or that it was refused;
/// and the first refusal's message below.
void print_sizes(const std::vector<SizeAccuracy>& sizes);

}  // namespace stepgrad::lessons
