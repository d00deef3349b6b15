#include "lessons/support/dense_on_images_claims.h"

#include "autograd/text_table.h"
#include "lessons/support/judge.h"
#include "lessons/support/lesson.h"

#include <cmath>
#include <string>

namespace stepgrad::lessons {
namespace {

// A difference in test accuracy below one point may be the seed's, one of two points or more is the
// network's. In between it depends.
constexpr double kNoDifference = 0.01;
constexpr double kRealDifference = 0.02;

constexpr const char* kSource = "this lesson";

// For claims that say: this difference is real.
std::string verdict_on(double difference) {
    return difference >= kRealDifference ? "holds"
           : difference >= kNoDifference ? "depends"
                                         : "does not hold";
}

Claim more_parameters(const Run& dense, const Run& cnn) {
    return {"D1",
            "One dense layer on the pixels takes more parameters than a convolutional network",
            kSource,
            with_separators(dense.trainable_parameters - dense.head_parameters) +
                " in the first dense layer, " + with_separators(dense.trainable_parameters) +
                " in the dense network, " + with_separators(cnn.trainable_parameters) +
                " in the convolutional one: " +
                times(ratio(dense.trainable_parameters, cnn.trainable_parameters)) + " as many",
            dense.trainable_parameters - dense.head_parameters > cnn.trainable_parameters
                ? "holds"
                : "does not hold"};
}

Claim no_better(const Run& dense, const Run& cnn, std::int64_t class_count) {
    const double ahead = cnn.test_accuracy - dense.test_accuracy;
    const bool either = has_learned(dense, class_count) || has_learned(cnn, class_count);
    return {"D2", "The convolutional network is the better one all the same", kSource,
            "test accuracy " + percent(cnn.test_accuracy, 2) + ", of the dense network " +
                percent(dense.test_accuracy, 2) + ": " + points(std::abs(ahead)) +
                (ahead < 0 ? " behind" : " ahead"),
            either ? verdict_on(ahead) : kCannotBeJudged};
}

Claim dense_does_not_care(const Run& dense, const Run& shuffled, std::int64_t class_count) {
    const double difference = std::abs(dense.test_accuracy - shuffled.test_accuracy);
    const bool either = has_learned(dense, class_count) || has_learned(shuffled, class_count);
    return {"D3", "A dense network does not care which pixels are neighbours", kSource,
            "test accuracy " + percent(dense.test_accuracy, 2) + ", with shuffled pixels " +
                percent(shuffled.test_accuracy, 2) + ": " + points(difference) + " apart",
            !either                        ? kCannotBeJudged
            : difference < kNoDifference   ? "holds"
            : difference < kRealDifference ? "depends"
                                           : "does not hold"};
}

Claim cnn_cares(const Run& cnn, const Run& shuffled, const Run& dense_shuffled,
                std::int64_t class_count) {
    const double lost = cnn.test_accuracy - shuffled.test_accuracy;
    const bool either = has_learned(cnn, class_count) || has_learned(shuffled, class_count);
    return {"D4", "A convolutional network cares which pixels are neighbours", kSource,
            "test accuracy " + percent(cnn.test_accuracy, 2) + ", with shuffled pixels " +
                percent(shuffled.test_accuracy, 2) + ": " + points(std::abs(lost)) +
                (lost < 0 ? " more" : " less") + ". The dense network has " +
                percent(dense_shuffled.test_accuracy, 2) + " with shuffled pixels",
            either ? verdict_on(lost) : kCannotBeJudged};
}

}  // namespace

std::vector<Claim> dense_on_images_claims(const std::vector<Run>& runs, std::int64_t class_count) {
    const Run& dense = run_named(runs, "dense");
    const Run& dense_shuffled = run_named(runs, "dense_shuffled");
    const Run& cnn = run_named(runs, "cnn");
    const Run& cnn_shuffled = run_named(runs, "cnn_shuffled");
    return {more_parameters(dense, cnn), no_better(dense, cnn, class_count),
            dense_does_not_care(dense, dense_shuffled, class_count),
            cnn_cares(cnn, cnn_shuffled, dense_shuffled, class_count)};
}

}  // namespace stepgrad::lessons
