#pragma once

#include "lessons/support/results.h"

#include <cstdint>
#include <vector>

namespace stepgrad::lessons {

/// Weighs the claims C5, C9, C12 and C13 against the runs "flatten" and "gap". The verdicts follow
/// from the figures by the bounds named in the source, whatever they come out as.
///
/// throws  std::invalid_argument if one of the two runs is missing
std::vector<Claim> flatten_or_gap_claims(const std::vector<Run>& runs, std::int64_t class_count);

}  // namespace stepgrad::lessons
