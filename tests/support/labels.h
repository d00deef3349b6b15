#pragma once

#include "datasets/data_source.h"
#include "datasets/dataset.h"

#include <cstdint>
#include <vector>

namespace stepgrad::testing {

/// How many images of each class there are.
std::vector<std::int64_t> count_labels(const Dataset& dataset);

/// The share of test images that are closest to the mean training image of their own class. Where
/// labels do not belong to their images it falls to that of guessing.
double nearest_mean_accuracy(const DataSource& data);

}  // namespace stepgrad::testing
