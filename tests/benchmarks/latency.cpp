// Times how long stepgrad takes to answer for one image: evaluation mode, nothing recorded.

#include "autograd/grad_mode.h"
#include "autograd/kernels/threads.h"
#include "autograd/profiler.h"
#include "autograd/random.h"
#include "tests/benchmarks/net_sizes.h"
#include "tests/benchmarks/nets.h"
#include "tests/benchmarks/step_timing.h"

#include <cstdio>
#include <exception>

using namespace stepgrad;
using namespace stepgrad::benchmarks;

namespace {

// Prints where the time goes.
void profile(Sequential& model, const Variable& image) {
    constexpr int kCalls = 1000;
    Profiler profiler;
    {
        const ProfilerGuard guard(profiler);
        for (int i = 0; i < kCalls; ++i) {
            model(image);
        }
    }
    std::printf("%s", profiler.to_string().c_str());
}

double measure(const StepOptions& options, bool wants_profile) {
    set_thread_count(options.threads);
    set_seed(1);
    const NetSizes sizes = net_sizes(options.net);
    Sequential model = net_named(options.net);
    model.eval();
    const NoGradGuard no_grad;
    const Variable image(
        random_normal({1, sizes.extent, sizes.extent, sizes.channels}, global_random()));
    Scalar answer = 0;
    const double milliseconds =
        median_milliseconds([&] { answer += model(image).value().data()[0]; }, options.seconds);
    if (wants_profile) {
        profile(model, image);
    }
    return milliseconds;
}

}  // namespace

int main(int argc, char** argv) {
    StepOptions options;
    bool wants_profile = false;
    CLI::App app("Times the answer for one image in stepgrad.");
    add_step_options(app, options, {"A", "B", "C", "D"});
    app.add_flag("--profile", wants_profile, "print where the time goes");
    CLI11_PARSE(app, argc, argv);
    try {
        report_latency(options, "stepgrad", measure(options, wants_profile));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "latency: %s\n", error.what());
        return 1;
    }
    return 0;
}
