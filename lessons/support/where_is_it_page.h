#pragma once

#include "lessons/support/report/report.h"
#include "lessons/support/where_is_it_claims.h"

#include <vector>

namespace stepgrad::lessons {

/// The parts of lesson 9's page: a map of accuracies for each head, and the networks that were
/// asked for places.
std::vector<ReportSection> where_is_it_sections(const WhereFindings& findings);

}  // namespace stepgrad::lessons
