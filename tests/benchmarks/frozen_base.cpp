// Times the bases of lesson 12b on photos of 224x224 pixels: frozen, in evaluation mode, nothing
// recorded. Their weights are random, which costs the same. Beside the photos a second stand the
// operations of the formula, a product and a sum each, as a fraction of what the machine can do at
// best (Winograd's algorithm does fewer and can pass 100 %), and the memory that one batch took.

#include "autograd/grad_mode.h"
#include "autograd/kernels/threads.h"
#include "autograd/memory_pool.h"
#include "autograd/random.h"
#include "layers/models/mobilenet_v1.h"
#include "layers/models/mobilenet_v2.h"
#include "layers/models/vgg16.h"
#include "layers/summary.h"
#include "tests/benchmarks/machine_peaks.h"
#include "tests/benchmarks/step_timing.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <exception>
#include <string>

using namespace stepgrad;
using namespace stepgrad::benchmarks;

namespace {

constexpr std::int64_t kBatch = 16;
constexpr std::int64_t kSide = 224;

void measure(const std::string& name, Sequential base, double peak, const StepOptions& options) {
    base.eval();
    const std::int64_t multiply_adds = summarize(base, {1, kSide, kSide, 3}).multiply_adds;
    const NoGradGuard no_grad;
    const Variable photos(random_normal({kBatch, kSide, kSide, 3}, global_random()));
    Scalar answer = 0;
    const double milliseconds =
        median_milliseconds([&] { answer += base(photos).value().data()[0]; }, options.seconds);
    reset_peak_memory();
    const std::int64_t before = memory_statistics().live_bytes;
    base(photos);
    const double megabytes =
        static_cast<double>(memory_statistics().peak_bytes - before) / (1 << 20);
    const double per_second = 1000 * kBatch / milliseconds;
    const double gflops = 2e-9 * static_cast<double>(multiply_adds) * per_second;
    std::printf("%-18s %9.1f photos/s %9.1f GFLOP/s %6.0f%% of peak %9.1f MB\n", name.c_str(),
                per_second, gflops, 100 * gflops / peak, megabytes);
    append_json(options.json, {{"base", name},
                               {"threads", options.threads},
                               {"photos_per_second", per_second},
                               {"gflops", gflops},
                               {"peak_fraction", gflops / peak},
                               {"megabytes", megabytes}});
}

}  // namespace

int main(int argc, char** argv) {
    StepOptions options;
    CLI::App app("Times frozen bases on photos of 224x224 pixels.");
    add_measuring_options(app, options);
    CLI11_PARSE(app, argc, argv);
    try {
        set_thread_count(options.threads);
        const double peak = fused_multiply_add_peak(options.threads);
        measure("MobileNetV2 0.35", mobilenet_v2({.width_multiplier = 0.35, .has_top = false}),
                peak, options);
        measure("MobileNet v1", mobilenet_v1({.has_top = false}), peak, options);
        measure("VGG16", vgg16({.has_top = false}), peak, options);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "frozen_base: %s\n", error.what());
        return 1;
    }
    return 0;
}
