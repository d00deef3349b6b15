#include "layers/models/inception.h"

#include "autograd/ops.h"
#include "layers/conv2d.h"
#include "layers/max_pool2d.h"
#include "layers/relu.h"

#include <utility>

namespace stepgrad {
namespace {

void add_convolution(Sequential& branch, const std::string& name, Conv2d convolution) {
    branch.add(name, std::move(convolution));
    branch.add(name + "_relu", ReLU());
}

}  // namespace

Inception::Inception(std::int64_t in_channels, const InceptionWidths& widths) {
    add_convolution(branch1x1, "conv", Conv2d(in_channels, widths.conv1x1, 1));

    add_convolution(branch3x3, "reduce", Conv2d(in_channels, widths.reduce3x3, 1));
    add_convolution(branch3x3, "conv", Conv2d(widths.reduce3x3, widths.conv3x3, 3, {.padding = 1}));

    add_convolution(branch5x5, "reduce", Conv2d(in_channels, widths.reduce5x5, 1));
    add_convolution(branch5x5, "conv", Conv2d(widths.reduce5x5, widths.conv5x5, 5, {.padding = 2}));

    pool.add("pool", MaxPool2d(3, {.stride = 1, .padding = 1}));
    add_convolution(pool, "project", Conv2d(in_channels, widths.pool_project, 1));
}

Variable Inception::forward(const Variable& input) {
    return concat({branch1x1(input), branch3x3(input), branch5x5(input), pool(input)}, /*axis=*/-1);
}

}  // namespace stepgrad
