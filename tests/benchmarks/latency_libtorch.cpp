// Times how long libtorch takes to answer for one image with net B.

#include "tests/benchmarks/net_sizes.h"
#include "tests/benchmarks/nets_libtorch.h"
#include "tests/benchmarks/step_timing.h"

#include <torch/torch.h>

#include <cstdio>
#include <exception>
#include <string>

using namespace stepgrad::benchmarks;

namespace {

double measure(const StepOptions& options, torch::MemoryFormat layout) {
    at::set_num_threads(options.threads);
    torch::manual_seed(1);
    const NetSizes sizes = net_sizes(options.net);
    torch::nn::Sequential model = libtorch_net(options.net, layout);
    model->eval();
    const c10::InferenceMode inference;
    const torch::Tensor image =
        torch::randn({1, sizes.channels, sizes.extent, sizes.extent}).contiguous(layout);
    float answer = 0;
    return median_milliseconds([&] { answer += model->forward(image).data_ptr<float>()[0]; },
                               options.seconds);
}

}  // namespace

int main(int argc, char** argv) {
    StepOptions options;
    std::string layout = "contiguous";
    CLI::App app("Times the answer for one image in libtorch.");
    add_step_options(app, options, {"A", "B", "C", "D"});
    app.add_option("--layout", layout, "contiguous: [batch, channels, height, width] in memory")
        ->check(CLI::IsMember({"contiguous", "channels_last"}))
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        report_latency(options, "libtorch " + layout, measure(options, libtorch_layout(layout)));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "latency_libtorch: %s\n", error.what());
        return 1;
    }
    return 0;
}
