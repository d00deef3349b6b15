#pragma once

#include "lessons/support/report/report.h"
#include "lessons/support/transfer.h"

#include <string>
#include <vector>

namespace stepgrad::lessons {

/// The page of lesson 12: test accuracy against the number of images, for each start and head.
Report transfer_page(const std::string& title, const std::string& idea, const TrainingData& data,
                     const TrainingOptions& options, const std::vector<Transfer>& transfers);

}  // namespace stepgrad::lessons
