#include "lessons/support/results.h"

#include "autograd/text_table.h"
#include "lessons/support/lesson.h"

#include <cstdio>
#include <iostream>

namespace stepgrad::lessons {

void print_runs(const std::vector<Run>& runs, const char* what_ran) {
    std::printf("%-16s %10s %9s %9s %9s %13s %7s\n", what_ran, "trainable", "in head", "train",
                "test", "train - test", "seconds");
    for (const Run& run : runs) {
        std::printf("%-16s %10s %9s %9s %9s %13s %7.1f\n", run.name.c_str(),
                    with_separators(run.trainable_parameters).c_str(),
                    with_separators(run.head_parameters).c_str(),
                    percent(run.train_accuracy, 2).c_str(), percent(run.test_accuracy, 2).c_str(),
                    points(run.train_accuracy - run.test_accuracy).c_str(), run.train_seconds);
    }
    std::fflush(stdout);
}

void print_claims(const std::vector<Claim>& claims, const std::string& caution) {
    constexpr std::size_t kIndent = 10;
    if (!caution.empty()) {
        std::cout << wrapped(caution) << "\n\n";
    }
    for (const Claim& claim : claims) {
        std::cout << claim.id << (claim.id.size() < 3 ? " " : "") << "       "
                  << wrapped(claim.claim + " (" + claim.source + ")", kIndent) << "\n"
                  << "measured  " << wrapped(claim.measured, kIndent) << "\n"
                  << "verdict   " << claim.verdict << "\n\n";
    }
}

}  // namespace stepgrad::lessons
