#pragma once

#include "lessons/support/results.h"

#include <cstdint>
#include <vector>

namespace stepgrad::lessons {

/// Weighs what lesson 2 claims, D1 to D4, against the runs "dense", "dense_shuffled", "cnn" and
/// "cnn_shuffled". The verdicts follow from the figures by the bounds named in the source, whatever
/// they come out as.
///
/// throws  std::invalid_argument if one of the four runs is missing
std::vector<Claim> dense_on_images_claims(const std::vector<Run>& runs, std::int64_t class_count);

}  // namespace stepgrad::lessons
