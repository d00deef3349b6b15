#include "layers/models/mobilenet_v2.h"

#include "layers/batch_norm2d.h"
#include "layers/conv2d.h"
#include "layers/global_average_pool2d.h"
#include "layers/linear.h"
#include "layers/models/check_sizes.h"
#include "layers/models/inverted_residual.h"
#include "layers/relu6.h"

#include <algorithm>
#include <string>

namespace stepgrad {
namespace {

constexpr std::int64_t kFirstMaps = 32;
constexpr std::int64_t kLastMaps = 1280;
constexpr double kNarrowest = 0.01;  // all numbers of maps are 8 long before

struct Stage {
    std::int64_t maps;
    int blocks;
    std::int64_t stride;  // of the first of them
};
constexpr Stage kStages[] = {{16, 1, 1}, {24, 2, 2},  {32, 3, 2}, {64, 4, 2},
                             {96, 3, 1}, {160, 3, 2}, {320, 1, 1}};

// The nearest multiple of 8, at least 8, and at least 90 % of what was asked for.
std::int64_t rounded_to_eights(double maps) {
    const std::int64_t nearest =
        std::max<std::int64_t>(8, static_cast<std::int64_t>(maps + 4) / 8 * 8);
    return static_cast<double>(nearest) < 0.9 * maps ? nearest + 8 : nearest;
}

// Keras drops what is behind the point before it rounds.
std::int64_t scaled(std::int64_t maps, double width_multiplier) {
    const double product = static_cast<double>(maps) * width_multiplier;
    return rounded_to_eights(static_cast<double>(static_cast<std::int64_t>(product)));
}

// Adds one block and returns its maps. The first one does not expand and has a name of its own.
std::int64_t add_block(Sequential& model, int number, std::int64_t channels, std::int64_t maps,
                       std::int64_t stride) {
    if (number == 0) {
        model.add("expanded_conv",
                  InvertedResidual("expanded_conv_", channels, maps,
                                   {.stride = stride, .expansion = 1, .has_expand = false}));
    } else {
        const std::string name = "block_" + std::to_string(number);
        model.add(name, InvertedResidual(name + "_", channels, maps, {.stride = stride}));
    }
    return maps;
}

}  // namespace

Sequential mobilenet_v2(const MobileNetV2Options& options) {
    const double width = options.width_multiplier;
    require_some("mobilenet_v2", "image channels", options.image_channels);
    require_some("mobilenet_v2", "classes", options.class_count);
    require_width_multiplier("mobilenet_v2", kNarrowest, width);
    Sequential model;
    std::int64_t channels = rounded_to_eights(kFirstMaps * width);
    model.add("Conv1", Conv2d(options.image_channels, channels, 3,
                              {.stride = 2, .padding = Padding2d::same(), .has_bias = false}));
    model.add("bn_Conv1", BatchNorm2d(channels, kMobileNetV2Norm));
    model.add("Conv1_relu", ReLU6());
    int number = 0;
    for (const Stage& stage : kStages) {
        const std::int64_t maps = scaled(stage.maps, width);
        for (int i = 0; i < stage.blocks; ++i) {
            channels = add_block(model, number++, channels, maps, i == 0 ? stage.stride : 1);
        }
    }
    const std::int64_t last = rounded_to_eights(kLastMaps * std::max(1.0, width));
    model.add("Conv_1", Conv2d(channels, last, 1, {.has_bias = false}));
    model.add("Conv_1_bn", BatchNorm2d(last, kMobileNetV2Norm));
    model.add("out_relu", ReLU6());
    if (options.has_top) {
        model.add("global_average_pooling2d", GlobalAveragePool2d());
        model.add("predictions", Linear(last, options.class_count));
    }
    return model;
}

}  // namespace stepgrad
