#include "autograd/text_table.h"
#include "lessons/support/judge.h"
#include "lessons/support/lesson.h"
#include "lessons/support/overfitting.h"

#include <set>
#include <stdexcept>
#include <string>

namespace stepgrad::lessons {
namespace {

// A stack of dense layers is "needed" where heads with one are better by two points of test
// accuracy, as a mean over bodies and training sets; below one point it may be the seed.
constexpr double kNeeded = 0.02;
constexpr double kNotNeeded = 0.01;

// The gap between training and test images is smaller by so much, as a mean, or the same.
constexpr double kSmallerGap = 0.01;

// Sums over all bodies and training sets.
struct Comparison {
    double gain_of_stacks = 0;  // in test accuracy, from hidden layers
    double flatten_gap = 0;     // train - test
    double gap_gap = 0;
    double gap_ahead = 0;  // of Flatten, in test accuracy
    int gap_wins = 0;
    int stack_pairs = 0;
    int cells = 0;
    bool any_has_learned = false;
};

Comparison compared(const std::vector<Trial>& trials, std::int64_t class_count) {
    Comparison sum;
    std::set<std::pair<std::string, std::int64_t>> cells;
    for (const Trial& trial : trials) {
        cells.insert({trial.body, trial.images});
        sum.any_has_learned = sum.any_has_learned || has_learned(trial.run, class_count);
    }
    for (const auto& [body, images] : cells) {
        const auto test = [&, body = body, images = images](const char* name) {
            return trial_of(trials, body, images, name).run.test_accuracy;
        };
        sum.gain_of_stacks += test("flatten_dense128") - test("flatten");
        sum.gain_of_stacks += test("gap_dense128") - test("gap");
        sum.gain_of_stacks += test("gap_dense128x2") - test("gap");
        sum.stack_pairs += 3;
        sum.flatten_gap += trial_of(trials, body, images, "flatten").gap();
        sum.gap_gap += trial_of(trials, body, images, "gap").gap();
        sum.gap_ahead += test("gap") - test("flatten");
        sum.gap_wins += test("gap") > test("flatten") ? 1 : 0;
        ++sum.cells;
    }
    if (sum.cells == 0) {
        throw std::invalid_argument("claims: there are no trials");
    }
    return sum;
}

Claim no_stack_needed(const Comparison& sum) {
    const double gain = sum.gain_of_stacks / sum.stack_pairs;
    return {"C8", "No stack of dense layers is needed at the top", "Géron, quoted in answer 1",
            "one or two dense layers of 128 units more changed test accuracy by " +
                signed_points(gain) + " as a mean of " + std::to_string(sum.stack_pairs) +
                " pairs (Flatten and GAP, all bodies and training sets)",
            !sum.any_has_learned ? kCannotBeJudged
            : gain < kNotNeeded  ? "holds"
            : gain < kNeeded     ? "depends"
                                 : "does not hold"};
}

Claim less_overfitting(const Comparison& sum) {
    const double cells = sum.cells;
    const double smaller = (sum.flatten_gap - sum.gap_gap) / cells;
    const double ahead = sum.gap_ahead / cells;
    return {"C10", "With the parameters drops the risk of overfitting",
            "Géron, quoted in answer 1; answer 2",
            "train minus test " + points(sum.gap_gap / cells) + " with GAP, " +
                points(sum.flatten_gap / cells) + " with Flatten, as a mean of " +
                std::to_string(sum.cells) + " training sets and bodies. Test accuracy with GAP " +
                signed_points(ahead) + " against Flatten, ahead in " +
                std::to_string(sum.gap_wins) + " of " + std::to_string(sum.cells),
            !sum.any_has_learned    ? kCannotBeJudged
            : smaller < kSmallerGap ? "does not hold"
            : ahead >= 0            ? "holds"
                                    : "depends"};
}

Claim try_it(const std::vector<Trial>& trials) {
    std::int64_t fewest = trials.front().run.trainable_parameters;
    std::int64_t most = fewest;
    double seconds = 0;
    for (const Trial& trial : trials) {
        fewest = std::min(fewest, trial.run.trainable_parameters);
        most = std::max(most, trial.run.trainable_parameters);
        seconds += trial.run.train_seconds;
    }
    return {"C13", "Try it on a model of your own, small or large, and count the parameters",
            "answer 1",
            std::to_string(trials.size()) + " networks of " + with_separators(fewest) + " to " +
                with_separators(most) + " trainable parameters, trained in " + duration(seconds) +
                " on this machine",
            most > fewest ? "holds" : "does not hold"};
}

}  // namespace

std::vector<Measurement> measurements_of(const std::vector<Trial>& trials,
                                         std::int64_t class_count) {
    const Comparison sum = compared(trials, class_count);
    return {{"gain from dense stacks, mean", sum.gain_of_stacks / sum.stack_pairs, Unit::kPoints},
            {"train - test with Flatten, mean", sum.flatten_gap / sum.cells, Unit::kPoints},
            {"train - test with GAP, mean", sum.gap_gap / sum.cells, Unit::kPoints},
            {"test accuracy, GAP - Flatten, mean", sum.gap_ahead / sum.cells, Unit::kPoints}};
}

std::vector<Claim> overfitting_claims(const std::vector<Trial>& trials, std::int64_t class_count) {
    const Comparison sum = compared(trials, class_count);
    return {no_stack_needed(sum), less_overfitting(sum), try_it(trials)};
}

}  // namespace stepgrad::lessons
