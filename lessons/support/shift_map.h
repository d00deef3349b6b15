#pragma once

#include "layers/module.h"
#include "lessons/support/measurements.h"
#include "lessons/support/training_data.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad::lessons {

/// The accuracy of a network on test images that stand elsewhere than in the middle, for all shifts
/// by whole pixels from -border to border along both axes.
///
/// input   data: what it was trained on, with a border of black around the images
///         most: at most so many images are taken, the first ones. With 500 the standard error of
///         90 % is 1.3 points, with 100 three; that of a mean over all shifts is smaller.
std::vector<ShiftAccuracy> shift_map(const std::string& run, Module& model,
                                     const TrainingData& data, std::int64_t border,
                                     std::int64_t most = 500);

/// The map of one run among those of several.
std::vector<ShiftAccuracy> map_of(const std::string& run, const std::vector<ShiftAccuracy>& maps);

/// Prints each run's map of per cents, shifts downwards as rows and to the right as columns.
void print_shift_maps(const std::vector<ShiftAccuracy>& maps);

/// What a map says in three numbers.
struct ShiftSummary {
    double middle = 0;     // accuracy without a shift
    double elsewhere = 0;  // the mean of all others
    double worst = 0;
};

/// throws  std::invalid_argument if the map has no middle, or nothing else
ShiftSummary summary_of(const std::vector<ShiftAccuracy>& map);

/// The same for each run among several, by name.
std::vector<Measurement> measurements_of(const std::vector<ShiftAccuracy>& maps);

}  // namespace stepgrad::lessons
