#include "layers/models/mobilenet_v1.h"

#include "layers/batch_norm2d.h"
#include "layers/conv2d.h"
#include "layers/dropout.h"
#include "layers/flatten.h"
#include "layers/global_average_pool2d.h"
#include "layers/models/check_sizes.h"
#include "layers/relu6.h"
#include "layers/reshape.h"

#include <string>

namespace stepgrad {
namespace {

constexpr std::int64_t kFirstMaps = 32;
constexpr Scalar kDropped = Scalar(1e-3);

// Keras's defaults. Its momentum, 0.99, is the share of the old statistics; ours that of the new.
constexpr BatchNorm2dOptions kNorm{.epsilon = kMobileNetV1Epsilon, .momentum = Scalar(0.01)};

struct Block {
    std::int64_t maps;
    std::int64_t stride;
};
constexpr Block kBlocks[] = {{64, 1},  {128, 2}, {128, 1}, {256, 2}, {256, 1},  {512, 2}, {512, 1},
                             {512, 1}, {512, 1}, {512, 1}, {512, 1}, {1024, 2}, {1024, 1}};

std::int64_t scaled(std::int64_t maps, const MobileNetV1Options& options) {
    return static_cast<std::int64_t>(static_cast<double>(maps) * options.width_multiplier);
}

void add_norm(Sequential& model, const std::string& name, std::int64_t maps) {
    model.add(name + "_bn", BatchNorm2d(maps, kNorm));
    model.add(name + "_relu", ReLU6());
}

// Depthwise, then pointwise. Keras pads for a stride of 2 without asking whether the size is odd.
void add_block(Sequential& model, int number, std::int64_t channels, std::int64_t maps,
               std::int64_t stride) {
    const std::string depthwise = "conv_dw_" + std::to_string(number);
    const std::string pointwise = "conv_pw_" + std::to_string(number);
    const Padding2d padding = stride == 2 ? Padding2d(0, 1, 0, 1) : Padding2d(1);
    model.add(
        depthwise,
        Conv2d(channels, channels, 3,
               {.stride = stride, .padding = padding, .groups = channels, .has_bias = false}));
    add_norm(model, depthwise, channels);
    model.add(pointwise, Conv2d(channels, maps, 1, {.has_bias = false}));
    add_norm(model, pointwise, maps);
}

void add_top(Sequential& model, std::int64_t channels, std::int64_t class_count) {
    model.add("global_average_pooling2d", GlobalAveragePool2d());
    model.add("reshape_1", Reshape({1, 1, channels}));  // an image of one pixel again
    model.add("dropout", Dropout(kDropped));
    model.add("conv_preds", Conv2d(channels, class_count, 1));
    model.add("reshape_2", Flatten());
}

}  // namespace

Sequential mobilenet_v1(const MobileNetV1Options& options) {
    require_some("mobilenet_v1", "image channels", options.image_channels);
    require_some("mobilenet_v1", "classes", options.class_count);
    require_width_multiplier("mobilenet_v1", 1.0 / kFirstMaps, options.width_multiplier);
    Sequential model;
    std::int64_t channels = scaled(kFirstMaps, options);
    model.add("conv1", Conv2d(options.image_channels, channels, 3,
                              {.stride = 2, .padding = Padding2d::same(), .has_bias = false}));
    add_norm(model, "conv1", channels);
    int number = 0;
    for (const Block& block : kBlocks) {
        const std::int64_t maps = scaled(block.maps, options);
        add_block(model, ++number, channels, maps, block.stride);
        channels = maps;
    }
    if (options.has_top) {
        add_top(model, channels, options.class_count);
    }
    return model;
}

}  // namespace stepgrad
