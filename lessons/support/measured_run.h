#pragma once

#include "layers/sequential.h"
#include "lessons/support/json_report.h"
#include "lessons/support/options.h"
#include "lessons/support/progress.h"
#include "lessons/support/results.h"
#include "lessons/support/training_data.h"

#include <string>
#include <vector>

namespace stepgrad::lessons {

/// What a network that has been trained takes and gives: counts its parameters and measures it on
/// the training and the test images.
///
/// input   model: a body and, behind it, a head; left in eval()
///         progress: of its training
Run measured_run(const std::string& name, Sequential& model, const TrainingData& data, int epochs,
                 const Progress& progress);

/// What --json writes about every lesson that trains; the lesson adds what it has besides.
JsonReport report_on(const std::string& lesson, const TrainingData& data,
                     const TrainingOptions& options, const std::vector<Run>& runs,
                     const std::vector<Claim>& claims);

}  // namespace stepgrad::lessons
