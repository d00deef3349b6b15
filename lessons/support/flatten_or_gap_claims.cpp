#include "lessons/support/flatten_or_gap_claims.h"

#include "autograd/text_table.h"
#include "lessons/support/judge.h"
#include "lessons/support/lesson.h"

#include <algorithm>
#include <string>

namespace stepgrad::lessons {
namespace {

// "Little harm": GAP is behind by less than half a point of test accuracy, about the spread between
// seeds. From two points on it is no longer little; in between it depends on what you need.
constexpr double kLittleHarm = 0.005;
constexpr double kRealHarm = 0.02;

// "Considerably": the head shrinks at least tenfold. The claim is about the network, so where the
// body is so large that the whole shrinks by less than a tenth, it depends.
constexpr double kConsiderablyFewer = 10;
constexpr double kNoticedByTheWhole = 0.9;

Claim little_harm(const Run& flatten, const Run& gap, std::int64_t class_count) {
    const double behind = flatten.test_accuracy - gap.test_accuracy;
    const bool either = has_learned(flatten, class_count) || has_learned(gap, class_count);
    return {"C5", "Dropping what spatial information is left does little harm",
            "Géron, quoted in answer 1",
            "test accuracy " + percent(gap.test_accuracy, 2) + " with GAP, " +
                percent(flatten.test_accuracy, 2) + " with Flatten: GAP is " +
                points(behind < 0 ? -behind : behind) + (behind < 0 ? " ahead" : " behind") +
                ". Train minus test: " + points(gap.train_accuracy - gap.test_accuracy) +
                " with GAP, " + points(flatten.train_accuracy - flatten.test_accuracy) +
                " with Flatten",
            !either                ? kCannotBeJudged
            : behind < kLittleHarm ? "holds"
            : behind < kRealHarm   ? "depends"
                                   : "does not hold"};
}

Claim fewer_parameters(const Run& flatten, const Run& gap) {
    const double head = ratio(flatten.head_parameters, gap.head_parameters);
    const double whole = ratio(gap.trainable_parameters, flatten.trainable_parameters);
    return {"C9", "GAP reduces the number of parameters considerably",
            "Géron, quoted in answer 1; a comment",
            "head " + with_separators(flatten.head_parameters) + " with Flatten, " +
                with_separators(gap.head_parameters) + " with GAP: " + times(head) +
                " fewer. Whole network " + with_separators(flatten.trainable_parameters) + " and " +
                with_separators(gap.trainable_parameters) + " trainable: " + times(1 / whole) +
                " fewer",
            head < kConsiderablyFewer    ? "does not hold"
            : whole < kNoticedByTheWhole ? "holds"
                                         : "depends"};
}

Claim not_only_transfer_learning(const Run& flatten, const Run& gap, std::int64_t class_count) {
    const bool both = has_learned(flatten, class_count) && has_learned(gap, class_count);
    const bool either = has_learned(flatten, class_count) || has_learned(gap, class_count);
    return {"C12", "None of this is specific to transfer learning", "both answers",
            "nothing was transferred here: both networks started from random weights and reached " +
                percent(flatten.test_accuracy, 2) + " (Flatten) and " +
                percent(gap.test_accuracy, 2) + " (GAP), where guessing gives " +
                percent(1.0 / static_cast<double>(class_count)),
            both     ? "holds"
            : either ? "depends"
                     : kCannotBeJudged};
}

Claim try_it_yourself(const Run& flatten, const Run& gap) {
    const double seconds = flatten.train_seconds + gap.train_seconds;
    const bool differ = flatten.trainable_parameters != gap.trainable_parameters;
    return {"C13", "Try it on a model of your own, small or large, and count the parameters",
            "answer 1",
            "counted and trained from scratch in " + duration(seconds) + " on this machine",
            differ ? "holds" : "does not hold"};
}

std::vector<Claim> claims_of_pair(const Run& flatten, const Run& gap, std::int64_t class_count) {
    return {little_harm(flatten, gap, class_count), fewer_parameters(flatten, gap),
            not_only_transfer_learning(flatten, gap, class_count), try_it_yourself(flatten, gap)};
}

// One claim from two: what was measured on either body. Where they disagree, it depends on the
// body.
Claim on_both_bodies(Claim large, const Claim& small) {
    large.measured = "large body: " + large.measured + ". Small body: " + small.measured;
    if (large.verdict != small.verdict) {
        large.verdict = "depends";
    }
    return large;
}

}  // namespace

std::vector<Claim> flatten_or_gap_claims(const std::vector<Run>& runs, std::int64_t class_count) {
    std::vector<Claim> claims =
        claims_of_pair(run_named(runs, "flatten"), run_named(runs, "gap"), class_count);
    const bool has_small_body =
        std::ranges::any_of(runs, [](const Run& run) { return run.name.ends_with("_small"); });
    if (has_small_body) {
        const std::vector<Claim> small = claims_of_pair(run_named(runs, "flatten_small"),
                                                        run_named(runs, "gap_small"), class_count);
        for (std::size_t i = 0; i < claims.size(); ++i) {
            claims[i] = on_both_bodies(claims[i], small[i]);
        }
    }
    return claims;
}

}  // namespace stepgrad::lessons
