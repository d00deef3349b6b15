// Times a training step of stepgrad on one batch of random images, and counts what a step asks the
// memory for.

#include "autograd/kernels/threads.h"
#include "autograd/memory_pool.h"
#include "autograd/random.h"
#include "tests/benchmarks/allocation_count.h"
#include "tests/benchmarks/net_sizes.h"
#include "tests/benchmarks/nets.h"
#include "tests/benchmarks/step_timing.h"
#include "tests/benchmarks/training_step.h"

#include <cstdint>
#include <cstdio>
#include <exception>

using namespace stepgrad;
using namespace stepgrad::benchmarks;

namespace {

StepMeasurement measure(const StepOptions& options) {
    set_thread_count(options.threads);
    set_seed(1);
    TrainingStep step(net_named(options.net), net_sizes(options.net));
    StepMeasurement measured = measure_steps([&] { step.run(); }, options.seconds);

    // All is warm now.
    const std::int64_t pool_before = memory_statistics().system_allocations;
    const std::int64_t new_before = allocation_count();
    for (int i = 0; i < kCountedSteps; ++i) {
        step.run();
    }
    const std::int64_t pool = memory_statistics().system_allocations - pool_before;
    const std::int64_t small = allocation_count() - new_before;
    measured.others["system_allocations_per_step"] = static_cast<double>(pool) / kCountedSteps;
    measured.others["calls_of_new_per_step"] = static_cast<double>(small) / kCountedSteps;
    return measured;
}

}  // namespace

int main(int argc, char** argv) {
    StepOptions options;
    CLI::App app("Times a training step of stepgrad.");
    add_step_options(app, options, {"A", "B", "C", "D"});
    CLI11_PARSE(app, argc, argv);
    try {
        report_step(options, "stepgrad", measure(options));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "train_step: %s\n", error.what());
        return 1;
    }
    return 0;
}
