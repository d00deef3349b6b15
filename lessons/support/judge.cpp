#include "lessons/support/judge.h"

#include <cstdio>
#include <stdexcept>

namespace stepgrad::lessons {
namespace {

constexpr double kLearned = 0.5;  // of the way from guessing to perfect

}  // namespace

const Run& run_named(const std::vector<Run>& runs, const std::string& name) {
    for (const Run& run : runs) {
        if (run.name == name) {
            return run;
        }
    }
    throw std::invalid_argument("claims: there is no run called " + name);
}

bool has_learned(const Run& run, std::int64_t class_count) {
    const double guessing = 1.0 / static_cast<double>(class_count);
    return run.test_accuracy >= guessing + kLearned * (1 - guessing);
}

double ratio(std::int64_t a, std::int64_t b) {
    return static_cast<double>(a) / static_cast<double>(b);
}

std::string times(double factor) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f times", factor);
    return text;
}

}  // namespace stepgrad::lessons
