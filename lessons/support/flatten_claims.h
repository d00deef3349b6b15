#pragma once

#include "lessons/support/flatten_facts.h"
#include "lessons/support/results.h"

#include <vector>

namespace stepgrad::lessons {

/// Weighs what the question's answers claim, C1, C2 and C8, against the effects of "GAP" and
/// "Flatten" and the budgets of "AlexNet", "VGG16", "VGG16, GAP" and "GoogLeNet". The verdicts
/// follow from the figures by the bounds named in the source.
///
/// Of C8 only the cost is judged: nothing is trained here, so it can fail, or depend on what
/// accuracies say (lesson 8); it cannot hold.
///
/// throws  std::invalid_argument if one of the six is missing
std::vector<Claim> flatten_claims(const std::vector<LayerEffect>& effects,
                                  const std::vector<ParameterBudget>& budgets);

}  // namespace stepgrad::lessons
