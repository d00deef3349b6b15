#pragma once

#include "lessons/support/any_size_claims.h"
#include "lessons/support/report/report.h"

#include <vector>

namespace stepgrad::lessons {

/// The parts of lesson 10's page: accuracy by image size, and what the map of scores says.
std::vector<ReportSection> any_size_sections(const AnySizeFindings& findings);

}  // namespace stepgrad::lessons
