#pragma once

#include "lessons/support/json_report.h"
#include "lessons/support/report/report.h"

#include <string>
#include <vector>

// What a lesson found with one seed after the other.
namespace stepgrad::lessons {

/// Reads what the same lesson wrote with --json for each seed.
///
/// input   files: at least one
/// returns seeds, figures with a value for each seed, and claims; each of these has the verdict
///         that all seeds agree on, or else "depends"
/// throws  DataError if a file cannot be read, is no lesson's, has no seed, or disagrees with the
///         first about lesson, data, figures or claims
JsonReport results_over_seeds(const std::vector<std::string>& files);

/// The page of a lesson over several seeds.
///
/// input   links: the pages of the single seeds
Report seeds_page(const JsonReport& results, const std::vector<Link>& links);

}  // namespace stepgrad::lessons
