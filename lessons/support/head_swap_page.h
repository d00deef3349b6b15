#pragma once

#include "lessons/support/head_swaps.h"
#include "lessons/support/report/report.h"

#include <string>
#include <vector>

namespace stepgrad::lessons {

/// The page of lesson 7.
Report head_swap_page(const std::string& title, const std::string& idea,
                      const std::vector<HeadSwap>& swaps, const std::vector<HeadSwap>& growth,
                      const std::vector<OpenSize>& sizes, const std::vector<Fit>& fits);

}  // namespace stepgrad::lessons
