#pragma once

#include "lessons/support/results.h"

#include <cstdint>
#include <vector>

namespace stepgrad::lessons {

/// Weighs the claims C5, C9, C12 and C13 against the runs "flatten" and "gap" and, if there are
/// runs on the small body, "flatten_small" and "gap_small". The verdicts follow from the figures by
/// the bounds named in the source, whatever they come out as; where the bodies disagree, it
/// depends.
///
/// throws  std::invalid_argument if one of these runs is missing
std::vector<Claim> flatten_or_gap_claims(const std::vector<Run>& runs, std::int64_t class_count);

}  // namespace stepgrad::lessons
