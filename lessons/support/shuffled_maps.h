#pragma once

#include "datasets/data_loader.h"
#include "layers/sequential.h"
#include "lessons/support/measurements.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad::lessons {

/// What is left of a network's answers when the pixels of its last feature maps change places: in
/// one random order, the same for all maps of all images.
struct ShuffledMaps {
    std::string head;
    double accuracy;            // as trained
    double shuffled_accuracy;   // with shuffled maps
    double largest_difference;  // of a logit
    double largest_logit;       // in size, as trained
};

/// input   model: [body, head], as small_cnn() makes it; it is left in evaluation mode
ShuffledMaps shuffle_maps(Sequential& model, const std::string& head, const DataLoader& images,
                          std::uint64_t seed);

/// True if the logits differ by no more than rounding can make of it. A mean over shuffled pixels
/// adds the same numbers in another order.
bool are_equal_to_rounding(const ShuffledMaps& maps);

/// What was left of each head's accuracy.
std::vector<Measurement> measurements_of(const std::vector<ShuffledMaps>& all);

/// A line for each head.
void print_shuffled_maps(const std::vector<ShuffledMaps>& all);

}  // namespace stepgrad::lessons
