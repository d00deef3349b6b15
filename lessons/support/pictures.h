#pragma once

#include "layers/models/small_cnn.h"
#include "lessons/support/training_data.h"

#include <cstdint>
#include <vector>

namespace stepgrad::lessons {

/// Draws one test image in the terminal and lists what each network takes it for: the three most
/// likely classes with their probabilities, and whether the first is right.
void print_predictions(std::vector<Sequential>& models, const std::vector<Head>& heads,
                       const TrainingData& data, std::int64_t test_image);

}  // namespace stepgrad::lessons
