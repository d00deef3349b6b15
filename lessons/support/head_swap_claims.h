#pragma once

#include "lessons/support/head_swaps.h"
#include "lessons/support/results.h"

#include <vector>

namespace stepgrad::lessons {

/// Weighs C9, C13 and what follows from the question's examples, E1 and E2, against the counts, by
/// the bounds named in the source.
///
/// throws  std::invalid_argument if there are no swaps, no growth or no sizes
std::vector<Claim> head_swap_claims(const std::vector<HeadSwap>& swaps,
                                    const std::vector<HeadSwap>& growth,
                                    const std::vector<OpenSize>& sizes,
                                    const std::vector<Fit>& fits);

}  // namespace stepgrad::lessons
