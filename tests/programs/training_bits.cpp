// Trains a small network and prints one number that all bits of its weights went into. Builds by
// different compilers must print the same; so must this one with any number of threads.

#include "autograd/kernels/threads.h"
#include "tests/support/training_run.h"

#include <cinttypes>
#include <cstdio>

int main() {
    constexpr int kSteps = 5;
    const std::uint64_t hash = stepgrad::testing::hash_after_training(kSteps);
    std::printf("%016" PRIx64 "\n", hash);
    for (const int threads : {1, 3}) {
        stepgrad::set_thread_count(threads);
        if (stepgrad::testing::hash_after_training(kSteps) != hash) {
            std::printf("other bits with %d threads\n", threads);
            return 1;
        }
    }
    return 0;
}
