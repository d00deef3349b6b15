#pragma once

#include "lessons/support/measurements.h"
#include "lessons/support/results.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad::lessons {

/// How much the logits of a network change when a shape is moved, relative to the largest logit.
struct MovedLogits {
    Equality by_stride;  // by multiples of the total stride; its name is that of the run
    double by_less = 0;  // by 1 to 3 pixels
};

/// What lesson 9 found out.
struct WhereFindings {
    // "gap" and "flatten" were asked what an image shows; where a shape is, "place_gap",
    // "place_padded", "place_coordconv", "place_flatten", "close_gap" and "close_padded".
    std::vector<Run> runs;
    std::vector<ShiftAccuracy> shifts;  // maps of "gap" and "flatten"
    std::vector<MovedLogits> moved;     // of the others, "place_gap" first
};

/// The test accuracy of each network that was asked for places, and how its logits changed.
void print_moved(const WhereFindings& findings);

/// Those by multiples of the total stride, for --json.
std::vector<Equality> equalities_of(const std::vector<MovedLogits>& moved);

/// Weighs C5 and C7 of the question's answers and what lesson 9 itself claims, P1 to P5. The
/// verdicts follow from the figures by the bounds named in the source, whatever they come out as.
///
/// throws  std::invalid_argument if one of the runs is missing, or a map has no middle
std::vector<Claim> where_is_it_claims(const WhereFindings& findings, std::int64_t class_count);

}  // namespace stepgrad::lessons
