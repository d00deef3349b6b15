#include "tests/support/training_run.h"

#include "autograd/optim/sgd.h"
#include "autograd/random.h"
#include "layers/avg_pool2d.h"
#include "layers/batch_norm2d.h"
#include "layers/conv2d.h"
#include "layers/cross_entropy.h"
#include "layers/dropout.h"
#include "layers/flatten.h"
#include "layers/global_average_pool2d.h"
#include "layers/linear.h"
#include "layers/max_pool2d.h"
#include "layers/relu.h"
#include "layers/tanh.h"

#include <cstring>
#include <vector>

namespace stepgrad::testing {
namespace {

constexpr std::int64_t kBatch = 20;
constexpr std::int32_t kClasses = 5;

// FNV-1a, 64 bits.
std::uint64_t mixed(std::uint64_t hash, const Tensor& tensor) {
    for (std::int64_t i = 0; i < tensor.numel(); ++i) {
        unsigned char bytes[sizeof(Scalar)];
        std::memcpy(bytes, tensor.data() + i, sizeof(Scalar));
        for (const unsigned char byte : bytes) {
            hash = (hash ^ byte) * 0x100000001b3;
        }
    }
    return hash;
}

}  // namespace

Sequential varied_network() {
    return Sequential{Conv2d(3, 16, 3, {.padding = 1, .has_bias = false}),
                      BatchNorm2d(16),
                      ReLU(),
                      Conv2d(16, 16, 3, {.padding = 1}),  // by Winograd's algorithm
                      ReLU(),
                      Conv2d(16, 32, 3, {.stride = 2, .padding = 1}),
                      ReLU(),  // [6, 6, 32]
                      Conv2d(32, 32, 3, {.padding = 1, .groups = 32}),
                      BatchNorm2d(32),  // depthwise
                      Conv2d(32, 48, 1),
                      Tanh(),
                      MaxPool2d(2),  // [3, 3, 48]
                      Conv2d(48, 48, 3, {.padding = Padding2d::same(), .groups = 2}),
                      ReLU(),
                      AvgPool2d(2, {.stride = 1}),
                      Dropout(Scalar(0.25)),  // [2, 2, 48]
                      Flatten(),
                      Linear(2 * 2 * 48, 33),
                      ReLU(),
                      Linear(33, kClasses)};
}

std::uint64_t hash_after_training(int steps) {
    set_seed(7);
    Sequential model = varied_network();
    SGD optimizer(model.parameters(),
                  {.learning_rate = 0.05, .momentum = 0.9, .weight_decay = 1e-4});
    Random random(8);
    for (int step = 0; step < steps; ++step) {
        const Variable images(random_normal({kBatch, 12, 12, 3}, random));
        std::vector<std::int32_t> labels(kBatch);
        for (std::int32_t& label : labels) {
            label = static_cast<std::int32_t>(random.below(kClasses));
        }
        const Variable loss = cross_entropy(model(images), labels);
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
    }
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const NamedParameter& named : model.named_parameters()) {
        hash = mixed(hash, named.parameter.value());
    }
    for (const NamedBuffer& named : model.named_buffers()) {
        hash = mixed(hash, named.buffer);
    }
    return hash;
}

}  // namespace stepgrad::testing
