#include "tests/benchmarks/nets_libtorch.h"

#include <cstdint>

namespace stepgrad::benchmarks {
namespace {

namespace nn = torch::nn;

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

}  // namespace

nn::Sequential libtorch_net(const std::string& name, torch::MemoryFormat layout) {
    nn::Sequential model = net_named(name);
    for (torch::Tensor& parameter : model->parameters()) {
        if (parameter.dim() == 4) {
            parameter.set_data(parameter.contiguous(layout));
        }
    }
    return model;
}

torch::MemoryFormat libtorch_layout(const std::string& name) {
    return name == "contiguous" ? torch::MemoryFormat::Contiguous
                                : torch::MemoryFormat::ChannelsLast;
}

}  // namespace stepgrad::benchmarks
