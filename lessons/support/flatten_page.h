#pragma once

#include "lessons/support/flatten_facts.h"
#include "lessons/support/json_report.h"
#include "lessons/support/report/report.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad::lessons {

/// The page of lesson 5: what the layers did, the identities, and the budgets as bars.
Report flatten_page(const std::string& title, const std::vector<LayerEffect>& effects,
                    const std::vector<Identity>& identities,
                    const std::vector<ParameterBudget>& budgets);

/// What it writes as JSON.
JsonReport flatten_results(const std::vector<Claim>& claims, std::uint64_t seed,
                           const std::vector<LayerEffect>& effects,
                           const std::vector<Identity>& identities,
                           const std::vector<ParameterBudget>& budgets);

}  // namespace stepgrad::lessons
