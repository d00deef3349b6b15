// Times a training step of libtorch on the nets of train_step. Images lie in memory as the option
// --layout says; what else libtorch can be helped with is set from outside (README.md).

#include "tests/benchmarks/net_sizes.h"
#include "tests/benchmarks/nets_libtorch.h"
#include "tests/benchmarks/step_timing.h"

#include <torch/torch.h>

#include <cstdio>
#include <exception>
#include <string>

using namespace stepgrad::benchmarks;
namespace nn = torch::nn;

namespace {

StepMeasurement measure(const StepOptions& options, torch::MemoryFormat layout) {
    at::set_num_threads(options.threads);
    torch::manual_seed(1);
    const NetSizes sizes = net_sizes(options.net);
    nn::Sequential model = libtorch_net(options.net, layout);
    torch::optim::SGD optimizer(model->parameters(),
                                torch::optim::SGDOptions(kLearningRate).momentum(kMomentum));

    const torch::Tensor images =
        torch::randn({sizes.batch, sizes.channels, sizes.extent, sizes.extent}).contiguous(layout);
    const torch::Tensor labels = torch::randint(kClassCount, {sizes.batch}, torch::kLong);

    return measure_steps(
        [&] {
            const torch::Tensor loss =
                nn::functional::cross_entropy(model->forward(images), labels);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        },
        options.seconds);
}

}  // namespace

int main(int argc, char** argv) {
    StepOptions options;
    std::string layout = "contiguous";
    std::string setting;
    CLI::App app("Times a training step of libtorch.");
    add_step_options(app, options, {"A", "B", "C", "D"});
    app.add_option("--layout", layout, "contiguous: [batch, channels, height, width] in memory")
        ->check(CLI::IsMember({"contiguous", "channels_last"}))
        ->capture_default_str();
    app.add_option("--setting", setting, "what the caller has set besides: a word for the report");
    CLI11_PARSE(app, argc, argv);
    try {
        const std::string library = "libtorch " + layout + (setting.empty() ? "" : ", " + setting);
        report_step(options, library, measure(options, libtorch_layout(layout)));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "train_step_libtorch: %s\n", error.what());
        return 1;
    }
    return 0;
}
