#include "tests/benchmarks/nets.h"

#include "layers/avg_pool2d.h"
#include "layers/batch_norm2d.h"
#include "layers/conv2d.h"
#include "layers/flatten.h"
#include "layers/global_average_pool2d.h"
#include "layers/linear.h"
#include "layers/max_pool2d.h"
#include "layers/relu.h"
#include "layers/tanh.h"

#include <stdexcept>

namespace stepgrad::benchmarks {
namespace {

const Conv2dOptions kSame{.padding = 1};
const Conv2dOptions kSameWithoutBias{.padding = 1, .has_bias = false};

}  // namespace

Sequential net_a() {
    return Sequential{Conv2d(1, 16, 3, kSame),  // [64, 28, 28, 16]
                      ReLU(),
                      MaxPool2d(2),              // [64, 14, 14, 16]
                      Conv2d(16, 32, 3, kSame),  // [64, 14, 14, 32]
                      ReLU(),
                      MaxPool2d(2),  // [64, 7, 7, 32]
                      Flatten(),     // [64, 1568]
                      Linear(1568, 128),
                      ReLU(),
                      Linear(128, 10)};
}

Sequential net_b() {
    return Sequential{Conv2d(1, 16, 3, kSame),  // [64, 28, 28, 16]
                      ReLU(),
                      MaxPool2d(2),              // [64, 14, 14, 16]
                      Conv2d(16, 32, 3, kSame),  // [64, 14, 14, 32]
                      ReLU(),
                      MaxPool2d(2),              // [64, 7, 7, 32]
                      Conv2d(32, 64, 3, kSame),  // [64, 7, 7, 64]
                      ReLU(),
                      GlobalAveragePool2d(),  // [64, 64]
                      Linear(64, 10)};
}

Sequential net_c() {
    return Sequential{Conv2d(3, 32, 3, kSameWithoutBias),  // [32, 32, 32, 32]
                      BatchNorm2d(32),
                      ReLU(),
                      Conv2d(32, 32, 3, kSameWithoutBias),
                      BatchNorm2d(32),
                      ReLU(),
                      MaxPool2d(2),  // [32, 16, 16, 32]
                      Conv2d(32, 64, 3, kSameWithoutBias),
                      BatchNorm2d(64),
                      ReLU(),
                      Conv2d(64, 64, 3, kSameWithoutBias),
                      BatchNorm2d(64),
                      ReLU(),
                      MaxPool2d(2),  // [32, 8, 8, 64]
                      Conv2d(64, 128, 3, kSameWithoutBias),
                      BatchNorm2d(128),
                      ReLU(),
                      Conv2d(128, 128, 3, kSameWithoutBias),
                      BatchNorm2d(128),
                      ReLU(),
                      GlobalAveragePool2d(),  // [32, 128]
                      Linear(128, 10)};
}

Sequential net_d() {
    return Sequential{Conv2d(1, 6, 5, {.padding = 2}),  // [32, 28, 28, 6]
                      Tanh(),
                      AvgPool2d(2),      // [32, 14, 14, 6]
                      Conv2d(6, 16, 5),  // [32, 10, 10, 16]
                      Tanh(),
                      AvgPool2d(2),  // [32, 5, 5, 16]
                      Flatten(),     // [32, 400]
                      Linear(400, 120),
                      Tanh(),
                      Linear(120, 84),
                      Tanh(),
                      Linear(84, 10)};
}

Sequential net_named(const std::string& name) {
    if (name == "A") {
        return net_a();
    }
    if (name == "B") {
        return net_b();
    }
    if (name == "C") {
        return net_c();
    }
    if (name == "D") {
        return net_d();
    }
    throw std::invalid_argument("net_named: the nets are A, B, C and D, \"" + name +
                                "\" was given");
}

}  // namespace stepgrad::benchmarks
