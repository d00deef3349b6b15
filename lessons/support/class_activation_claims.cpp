#include "lessons/support/class_activation_claims.h"

#include "lessons/support/judge.h"
#include "lessons/support/lesson.h"

#include <cmath>
#include <stdexcept>
#include <string>

namespace stepgrad::lessons {
namespace {

// "Easier to interpret": its maps point at the right half five points more often. As much behind,
// it is harder; in between it depends on what you need.
constexpr double kClearly = 0.05;

// Maps that point no better than a coin explain nothing, whoever drew them.
constexpr double kBetterThanACoin = 0.6;

const Pointing& pointing_named(const std::vector<Pointing>& all, const std::string& name) {
    for (const Pointing& pointing : all) {
        if (pointing.name == name) {
            return pointing;
        }
    }
    throw std::invalid_argument("claims: nobody asked where " + name + " points");
}

}  // namespace

std::vector<Claim> class_activation_claims(const std::vector<Run>& runs,
                                           const std::vector<Pointing>& pointing,
                                           std::int64_t class_count) {
    const Pointing& gap = pointing_named(pointing, "gap");
    const Pointing& flatten = pointing_named(pointing, "flatten");
    const Pointing& gmp = pointing_named(pointing, "gmp");
    const bool both = has_learned(run_named(runs, "gap"), class_count) &&
                      has_learned(run_named(runs, "flatten"), class_count);
    const double ahead = gap.accuracy() - flatten.accuracy();
    return {
        {"C11", "GAP is easier to interpret than a dense head", "answer 2",
         "asked for the place of either of two garments, the maximum of the map was in the right "
         "half " +
             percent(gap.accuracy()) + " of the time with GAP, " + percent(flatten.accuracy()) +
             " with Flatten (slopes times maps), " + percent(gmp.accuracy()) +
             " with GMP; a coin has 50.0 %",
         !both                               ? kCannotBeJudged
         : gap.accuracy() < kBetterThanACoin ? "does not hold"
         : ahead >= kClearly                 ? "holds"
         : ahead > -kClearly                 ? "depends"
                                             : "does not hold"}};
}

}  // namespace stepgrad::lessons
