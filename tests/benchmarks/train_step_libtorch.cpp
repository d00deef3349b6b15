// Times a training step of libtorch on the nets of train_step. Images lie in memory as the option
// --layout says; what else libtorch can be helped with is set from outside (README.md).

#include "tests/benchmarks/net_sizes.h"
#include "tests/benchmarks/step_timing.h"

#include <torch/torch.h>

#include <cstdio>
#include <exception>
#include <string>
#include <utility>

using namespace stepgrad::benchmarks;
namespace nn = torch::nn;

namespace {

nn::Conv2d conv2d(std::int64_t in_channels, std::int64_t out_channels, bool has_bias) {
    return nn::Conv2d(nn::Conv2dOptions(in_channels, out_channels, 3).padding(1).bias(has_bias));
}

nn::Functional global_average_pool2d() {
    return nn::Functional([](const torch::Tensor& maps) { return maps.mean({2, 3}); });
}

nn::Sequential net_a() {
    return nn::Sequential(conv2d(1, 16, true), nn::ReLU(), nn::MaxPool2d(2), conv2d(16, 32, true),
                          nn::ReLU(), nn::MaxPool2d(2), nn::Flatten(), nn::Linear(1568, 128),
                          nn::ReLU(), nn::Linear(128, 10));
}

nn::Sequential net_b() {
    return nn::Sequential(conv2d(1, 16, true), nn::ReLU(), nn::MaxPool2d(2), conv2d(16, 32, true),
                          nn::ReLU(), nn::MaxPool2d(2), conv2d(32, 64, true), nn::ReLU(),
                          global_average_pool2d(), nn::Linear(64, 10));
}

void add_convolution(nn::Sequential& model, std::int64_t in_channels, std::int64_t out_channels) {
    model->push_back(conv2d(in_channels, out_channels, false));
    model->push_back(nn::BatchNorm2d(out_channels));
    model->push_back(nn::ReLU());
}

nn::Sequential net_c() {
    nn::Sequential model;
    add_convolution(model, 3, 32);
    add_convolution(model, 32, 32);
    model->push_back(nn::MaxPool2d(2));
    add_convolution(model, 32, 64);
    add_convolution(model, 64, 64);
    model->push_back(nn::MaxPool2d(2));
    add_convolution(model, 64, 128);
    add_convolution(model, 128, 128);
    model->push_back(global_average_pool2d());
    model->push_back(nn::Linear(128, 10));
    return model;
}

nn::Sequential net_d() {
    return nn::Sequential(nn::Conv2d(nn::Conv2dOptions(1, 6, 5).padding(2)), nn::Tanh(),
                          nn::AvgPool2d(2), nn::Conv2d(6, 16, 5), nn::Tanh(), nn::AvgPool2d(2),
                          nn::Flatten(), nn::Linear(400, 120), nn::Tanh(), nn::Linear(120, 84),
                          nn::Tanh(), nn::Linear(84, 10));
}

nn::Sequential net_named(const std::string& name) {
    return name == "A" ? net_a() : name == "B" ? net_b() : name == "C" ? net_c() : net_d();
}

double measure(const StepOptions& options, torch::MemoryFormat layout) {
    at::set_num_threads(options.threads);
    torch::manual_seed(1);
    const NetSizes sizes = net_sizes(options.net);
    nn::Sequential model = net_named(options.net);
    for (torch::Tensor& parameter : model->parameters()) {
        if (parameter.dim() == 4) {
            parameter.set_data(parameter.contiguous(layout));
        }
    }
    torch::optim::SGD optimizer(model->parameters(),
                                torch::optim::SGDOptions(kLearningRate).momentum(kMomentum));

    const torch::Tensor images =
        torch::randn({sizes.batch, sizes.channels, sizes.extent, sizes.extent}).contiguous(layout);
    const torch::Tensor labels = torch::randint(kClassCount, {sizes.batch}, torch::kLong);

    return median_milliseconds(
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
        report_step(options, library,
                    measure(options, layout == "contiguous" ? torch::MemoryFormat::Contiguous
                                                            : torch::MemoryFormat::ChannelsLast));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "train_step_libtorch: %s\n", error.what());
        return 1;
    }
    return 0;
}
