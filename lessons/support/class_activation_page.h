#pragma once

#include "lessons/support/candidate.h"
#include "lessons/support/evidence.h"
#include "lessons/support/json_report.h"
#include "lessons/support/report/report.h"
#include "lessons/support/training_data.h"

#include <vector>

namespace stepgrad::lessons {

/// For the JSON file.
std::vector<Measurement> measurements_of(const std::vector<Pointing>& pointing);

/// How the networks point, and the first pairs with each network's map for either class.
///
/// input   candidates: trained; their models are left in evaluation mode
///         batches: the pairs, normalised
ReportSection pointing_section(const std::vector<Pointing>& pointing);
ReportSection overlays_section(std::vector<Candidate>& candidates, const SideBySide& pairs,
                               const DataLoader& batches);

}  // namespace stepgrad::lessons
