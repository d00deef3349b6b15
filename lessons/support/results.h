#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad::lessons {

/// What a network knows after a pass over the training images.
struct EpochMetrics {
    double train_loss = 0;  // mean over the epoch, while the network still changed
    double train_accuracy = 0;
    double test_loss = 0;  // at its end
    double test_accuracy = 0;
};

/// What one trained network gave.
struct Run {
    std::string name;             // "gap"
    std::int64_t parameters = 0;  // with batch-normalisation statistics, as Keras counts
    std::int64_t trainable_parameters = 0;
    std::int64_t head_parameters = 0;
    int epochs = 0;
    double train_accuracy = 0;  // in [0, 1]
    double test_accuracy = 0;
    double train_seconds = 0;
    double images_per_second = 0;
    std::vector<EpochMetrics> curve = {};  // one for each epoch
};

/// A claim, mostly of the question's answers, and what this run has to say about it.
struct Claim {
    std::string id;        // "C9"
    std::string claim;     // in our words
    std::string source;    // "answer 1"
    std::string measured;  // figures of this run
    std::string verdict;   // "holds", "does not hold", "depends"
};

/// The closing table: one line a run, the columns under each other, in at most 79 columns.
///
/// input   what_ran: the heading of the names
void print_runs(const std::vector<Run>& runs, const char* what_ran);

/// Each claim with what was measured and the verdict.
///
/// caution  what the figures are worth, if less than usual; may be empty
void print_claims(const std::vector<Claim>& claims, const std::string& caution = "");

}  // namespace stepgrad::lessons
