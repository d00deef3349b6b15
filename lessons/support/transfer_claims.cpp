#include "autograd/text_table.h"
#include "lessons/support/judge.h"
#include "lessons/support/lesson.h"
#include "lessons/support/transfer.h"

#include <cmath>

namespace stepgrad::lessons {
namespace {

// GAP against Flatten: the same with and without transfer if the difference has the same sign, or is
// below one point both times.
constexpr double kSame = 0.01;

// A trained body "helps" by two points of test accuracy; below none it does not.
constexpr double kHelps = 0.02;

struct Means {
    double gap_ahead_from_scratch = 0;  // of Flatten, in test accuracy, over numbers of images
    double gap_ahead_frozen = 0;
    double gap_ahead_continued = 0;
    double helped_by_fewest = 0;  // frozen - scratch with the fewest images, over heads
    double helped_by_most = 0;
    bool any_has_learned = false;
};

double gap_ahead(const std::vector<Transfer>& transfers, Start start) {
    double sum = 0;
    const std::vector<std::int64_t> counts = counts_in(transfers);
    for (const std::int64_t count : counts) {
        sum += transfer_of(transfers, start, Head::kGlobalAverage, count).run.test_accuracy -
               transfer_of(transfers, start, Head::kFlatten, count).run.test_accuracy;
    }
    return sum / static_cast<double>(counts.size());
}

double helped(const std::vector<Transfer>& transfers, std::int64_t count) {
    double sum = 0;
    for (const Head head : kHeadsOfTransfer) {
        sum += transfer_of(transfers, Start::kFrozen, head, count).run.test_accuracy -
               transfer_of(transfers, Start::kScratch, head, count).run.test_accuracy;
    }
    return sum / static_cast<double>(kHeadsOfTransfer.size());
}

Means means_of(const std::vector<Transfer>& transfers) {
    const std::vector<std::int64_t> counts = counts_in(transfers);
    if (counts.empty()) {
        throw std::invalid_argument("claims: nothing was trained");
    }
    return {.gap_ahead_from_scratch = gap_ahead(transfers, Start::kScratch),
            .gap_ahead_frozen = gap_ahead(transfers, Start::kFrozen),
            .gap_ahead_continued = gap_ahead(transfers, Start::kContinued),
            .helped_by_fewest = helped(transfers, counts.front()),
            .helped_by_most = helped(transfers, counts.back())};
}

bool is_alike(double a, double b) {
    return a * b > 0 || (std::abs(a) < kSame && std::abs(b) < kSame);
}

Claim not_specific(const std::vector<Transfer>& transfers, const Means& means, bool can_be_judged) {
    const std::int64_t count = counts_in(transfers).front();
    const auto head = [&](Start start, Head which) {
        return transfer_of(transfers, start, which, count).run.head_parameters;
    };
    const double frozen =
        ratio(head(Start::kFrozen, Head::kFlatten), head(Start::kFrozen, Head::kGlobalAverage));
    const double scratch =
        ratio(head(Start::kScratch, Head::kFlatten), head(Start::kScratch, Head::kGlobalAverage));
    const bool is_same = is_alike(means.gap_ahead_from_scratch, means.gap_ahead_frozen);
    return {"C12", "None of it is specific to transfer learning", "both answers",
            "Flatten's head has " + times(frozen) + " the parameters of GAP's on a frozen body, " +
                times(scratch) + " from scratch. Test accuracy of GAP against Flatten " +
                signed_points(means.gap_ahead_frozen) + " on a frozen body, " +
                signed_points(means.gap_ahead_continued) + " after training on, " +
                signed_points(means.gap_ahead_from_scratch) + " from scratch",
            !can_be_judged                 ? kCannotBeJudged
            : frozen == scratch && is_same ? "holds"
                                           : "depends"};
}

Claim training_that_continues(const Continuation& continuation) {
    return {
        "C14",
        "Transfer learning is only a special case: training that continues from a trained model",
        "answer 1",
        "a network that was saved after one epoch, loaded and trained for another: " +
            with_separators(continuation.different_numbers) + " of " +
            with_separators(continuation.numbers) +
            " numbers differ from those of training without a break",
        continuation.different_numbers == 0 ? "holds" : "does not hold"};
}

Claim helps_where_images_are_few(const std::vector<Transfer>& transfers, const Means& means,
                                 bool can_be_judged) {
    const std::vector<std::int64_t> counts = counts_in(transfers);
    return {
        "T1", "A trained body helps where there are few images", "usual reason for transfer",
        "test accuracy on the frozen body against training from scratch, mean of three heads: " +
            signed_points(means.helped_by_fewest) + " with " + std::to_string(counts.front()) +
            " images a class, " + signed_points(means.helped_by_most) + " with " +
            std::to_string(counts.back()),
        !can_be_judged                    ? kCannotBeJudged
        : means.helped_by_fewest > kHelps ? "holds"
        : means.helped_by_fewest > 0      ? "depends"
                                          : "does not hold"};
}

}  // namespace

std::vector<Measurement> measurements_of(const std::vector<Transfer>& transfers) {
    const Means means = means_of(transfers);
    return {{"GAP - Flatten from scratch, mean", means.gap_ahead_from_scratch, Unit::kPoints},
            {"GAP - Flatten on a frozen body, mean", means.gap_ahead_frozen, Unit::kPoints},
            {"GAP - Flatten after training on, mean", means.gap_ahead_continued, Unit::kPoints},
            {"frozen - scratch, fewest images", means.helped_by_fewest, Unit::kPoints},
            {"frozen - scratch, most images", means.helped_by_most, Unit::kPoints}};
}

std::vector<Claim> transfer_claims(const std::vector<Transfer>& transfers,
                                   const Continuation& continuation, std::int64_t class_count) {
    const Means means = means_of(transfers);
    bool can_be_judged = false;
    for (const Transfer& transfer : transfers) {
        can_be_judged = can_be_judged || has_learned(transfer.run, class_count);
    }
    return {not_specific(transfers, means, can_be_judged), training_that_continues(continuation),
            helps_where_images_are_few(transfers, means, can_be_judged)};
}

}  // namespace stepgrad::lessons
