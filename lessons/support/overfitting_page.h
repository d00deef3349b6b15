#pragma once

#include "lessons/support/options.h"
#include "lessons/support/overfitting.h"
#include "lessons/support/report/report.h"
#include "lessons/support/training_data.h"

#include <string>
#include <vector>

namespace stepgrad::lessons {

/// The page of lesson 8: for each body a chart and a table of all trials, and what the rivals of
/// GAP gave.
Report overfitting_page(const std::string& title, const std::string& idea, const TrainingData& data,
                        const TrainingOptions& options, const std::vector<Trial>& trials,
                        const std::vector<Trial>& rivals);

}  // namespace stepgrad::lessons
