#include "lessons/support/any_size_claims.h"

#include "autograd/text_table.h"
#include "lessons/support/differences.h"
#include "lessons/support/judge.h"
#include "lessons/support/lesson.h"

#include <algorithm>
#include <iterator>

namespace stepgrad::lessons {
namespace {

// An image of another size is known as well if less than two points of test accuracy are lost:
// more than the seed makes of it.
constexpr double kLost = 0.02;

// Two images side by side are two chances to be wrong: both are named right in accuracy^2 of the
// pictures if neither disturbs the other. Five points less are still called the same, half of it
// is called a part of it.
constexpr double kAsGood = 0.05;
constexpr double kInPart = 0.5;

constexpr const char* kSource = "this lesson";
constexpr const char* kNotLearned = "cannot be judged: the network has not learned its task";

std::vector<SizeAccuracy> sizes_of(const std::string& run, const AnySizeFindings& findings) {
    std::vector<SizeAccuracy> sizes;
    std::copy_if(findings.sizes.begin(), findings.sizes.end(), std::back_inserter(sizes),
                 [&](const SizeAccuracy& size) { return size.run == run; });
    return sizes;
}

std::int64_t accepted_count(const std::vector<SizeAccuracy>& sizes) {
    return std::count_if(sizes.begin(), sizes.end(),
                         [](const SizeAccuracy& size) { return size.error.empty(); });
}

std::string all_or_some(std::int64_t count, std::int64_t of) {
    return count == of ? "holds" : count == 0 ? "does not hold" : "depends";
}

std::string n_of_m(std::int64_t count, std::int64_t of) {
    return std::to_string(count) + " of " + std::to_string(of);
}

Claim takes_any(const std::vector<SizeAccuracy>& gap) {
    std::string which;
    for (const SizeAccuracy& size : gap) {
        which += (which.empty() ? "" : ", ") + size_text(size);
    }
    return {"A1", "A network with GAP accepts images of a size it was not made for", kSource,
            n_of_m(accepted_count(gap), std::ssize(gap)) + " other sizes accepted (" + which + ")",
            all_or_some(accepted_count(gap), std::ssize(gap))};
}

Claim knows_any(const std::vector<SizeAccuracy>& gap, const Run& run, std::int64_t class_count) {
    std::int64_t known = 0;
    double worst = 1;
    for (const SizeAccuracy& size : gap) {
        const double accuracy = size.error.empty() ? size.accuracy : 0;
        known += run.test_accuracy - accuracy < kLost ? 1 : 0;
        worst = std::min(worst, accuracy);
    }
    return {"A2",
            "A network with GAP knows images of other sizes as well as those it was trained on",
            kSource,
            "test accuracy " + percent(run.test_accuracy, 2) +
                " at the size of its training, at worst " + percent(worst, 2) +
                " at another; within two points at " + n_of_m(known, std::ssize(gap)) + " others",
            has_learned(run, class_count) ? all_or_some(known, std::ssize(gap)) : kNotLearned};
}

Claim same_scores(const Equality& score_map) {
    return {"A3", "A 1x1 convolution in place of GAP and dense gives a map with the same mean",
            kSource, equality_text(score_map), is_equal(score_map) ? "holds" : "does not hold"};
}

Claim tells_apart(const SideBySideResult& result, const Run& run, std::int64_t class_count) {
    const double expected = run.test_accuracy * run.test_accuracy;
    const double both = ratio(result.left_right, result.pictures);
    std::string measured = with_separators(result.pictures) + " pictures of two images: the map's ";
    measured += "left half names the left one and its right half the right one in ";
    measured += percent(both) + "; " + percent(expected) + " would be as good as one by one. ";
    measured += "The mean of the whole map, which is GAP, names one of the two in ";
    measured += percent(ratio(result.either, result.pictures)) + ", and never both";
    return {"A4",
            "The map of the 1x1 convolution says where what is, if there is more than one thing",
            kSource, measured,
            !has_learned(run, class_count) ? kNotLearned
            : both >= expected - kAsGood   ? "holds"
            : both >= expected * kInPart   ? "depends"
                                           : "does not hold"};
}

Claim only_gap(const std::vector<SizeAccuracy>& flatten, const std::vector<SizeAccuracy>& gap) {
    const std::int64_t count = std::ssize(flatten);
    const std::int64_t refused = count - accepted_count(flatten);
    const std::int64_t useful = std::min(refused, accepted_count(gap));
    return {"E1", "Where no image size is fixed, GAP can be applied and Flatten cannot",
            "follows from the question's first example",
            "of " + std::to_string(count) + " other sizes Flatten's dense layer refused " +
                std::to_string(refused) + " and GAP's " +
                std::to_string(std::ssize(gap) - accepted_count(gap)),
            all_or_some(useful, count)};
}

}  // namespace

std::string size_text(const SizeAccuracy& size) {
    return std::to_string(size.height) + "x" + std::to_string(size.width) + ": " +
           (size.error.empty() ? percent(size.accuracy, 2) : "refused");
}

std::vector<Claim> any_size_claims(const AnySizeFindings& findings, std::int64_t class_count) {
    const Run& run = run_named(findings.runs, "gap");
    run_named(findings.runs, "flatten");  // must be there
    const std::vector<SizeAccuracy> gap = sizes_of("gap", findings);
    const std::vector<SizeAccuracy> flatten = sizes_of("flatten", findings);
    return {takes_any(gap), knows_any(gap, run, class_count), same_scores(findings.score_map.mean),
            tells_apart(findings.score_map.side_by_side, run, class_count), only_gap(flatten, gap)};
}

}  // namespace stepgrad::lessons
