#pragma once

#include "lessons/support/results.h"

#include <cstdint>
#include <string>
#include <vector>

// What verdicts on claims are made of.
namespace stepgrad::lessons {

/// How every verdict begins that is none.
inline constexpr const char* kNoVerdict = "cannot be judged";

inline constexpr const char* kCannotBeJudged =
    "cannot be judged: neither network has learned its task";

/// The run of this name.
///
/// throws  std::invalid_argument if there is none
const Run& run_named(const std::vector<Run>& runs, const std::string& name);

/// True if the test accuracy is at least half of the way from guessing to perfect. Networks that
/// have not learned say nothing about each other.
bool has_learned(const Run& run, std::int64_t class_count);

/// a / b
double ratio(std::int64_t a, std::int64_t b);

/// "2.9 times" for 2.853
std::string times(double factor);

}  // namespace stepgrad::lessons
