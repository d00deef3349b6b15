#pragma once

#include "lessons/support/evidence.h"
#include "lessons/support/results.h"

#include <cstdint>
#include <vector>

namespace stepgrad::lessons {

/// Weighs claim C11 against how often the maps of "gap" and "flatten" point at the right half. The
/// verdict follows from the figures by the bounds named in the source.
///
/// throws  std::invalid_argument if a run or a network's pointing is missing
std::vector<Claim> class_activation_claims(const std::vector<Run>& runs,
                                           const std::vector<Pointing>& pointing,
                                           std::int64_t class_count);

}  // namespace stepgrad::lessons
