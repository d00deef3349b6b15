#pragma once

#include "lessons/support/measurements.h"
#include "lessons/support/results.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad::lessons {

/// What the dense layer gives at every place of the map.
struct ScoreMapFindings {
    Equality mean{"Mean of the score map, GAP with dense"};
    SideBySideResult side_by_side;
};

/// What lesson 10 found out.
struct AnySizeFindings {
    std::vector<Run> runs;            // "gap" and "flatten"
    std::vector<SizeAccuracy> sizes;  // of both runs, all but the size they were trained at
    ScoreMapFindings score_map;       // of "gap"
};

/// Weighs what lesson 10 claims, A1 to A4, and what follows for the question's first example, E1.
/// The verdicts follow from the figures by the bounds named in the source, whatever they come out
/// as.
///
/// throws  std::invalid_argument if one of the two runs is missing
std::vector<Claim> any_size_claims(const AnySizeFindings& findings, std::int64_t class_count);

/// "20x20: 45.61 %", or "20x20: refused"
std::string size_text(const SizeAccuracy& size);

}  // namespace stepgrad::lessons
