// Times a training step of stepgrad: forward, loss, backward and SGD with momentum, on one batch of
// random images. What a user of the library would write, and nothing else.

#include "autograd/kernels/threads.h"
#include "autograd/optim/sgd.h"
#include "autograd/random.h"
#include "layers/cross_entropy.h"
#include "tests/benchmarks/net_sizes.h"
#include "tests/benchmarks/nets.h"
#include "tests/benchmarks/step_timing.h"

#include <cstdint>
#include <cstdio>
#include <exception>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::benchmarks;

namespace {

double measure(const StepOptions& options) {
    set_thread_count(options.threads);
    set_seed(1);
    const NetSizes sizes = net_sizes(options.net);
    Sequential model = net_named(options.net);
    SGD optimizer(model.parameters(), {.learning_rate = kLearningRate, .momentum = kMomentum});

    const Variable images(
        random_normal({sizes.batch, sizes.extent, sizes.extent, sizes.channels}, global_random()));
    std::vector<std::int32_t> labels(static_cast<std::size_t>(sizes.batch));
    for (std::int32_t& label : labels) {
        label = static_cast<std::int32_t>(global_random().below(kClassCount));
    }

    return median_milliseconds(
        [&] {
            const Variable loss = cross_entropy(model(images), labels);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        },
        options.seconds);
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
