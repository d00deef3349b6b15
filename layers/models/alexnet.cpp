#include "layers/models/alexnet.h"

#include "layers/conv2d.h"
#include "layers/dropout.h"
#include "layers/flatten.h"
#include "layers/linear.h"
#include "layers/max_pool2d.h"
#include "layers/models/check_sizes.h"
#include "layers/relu.h"

#include <string>
#include <utility>

namespace stepgrad {
namespace {

constexpr std::int64_t kSmallestImage = 67;  // gives 15, 7, 3 and 1 pixels
constexpr std::int64_t kLastMaps = 256;
constexpr Scalar kDropped = Scalar(0.5);

void check(const AlexNetOptions& options) {
    require_images("alexnet", kSmallestImage, {options.image_height, options.image_width});
    require_some("alexnet", "image channels", options.image_channels);
    require_some("alexnet", "classes", options.class_count);
    require_some("alexnet", "hidden units", options.hidden);
}

// An extent behind conv1, and then behind the three poolings; the other layers keep it.
std::int64_t extent_behind_pool5(std::int64_t extent) {
    extent = (extent - 11) / 4 + 1;
    for (int i = 0; i < 3; ++i) {
        extent = (extent - 3) / 2 + 1;
    }
    return extent;
}

void add_convolution(Sequential& model, const std::string& name, Conv2d convolution) {
    model.add(name, std::move(convolution));
    model.add(name + "_relu", ReLU());
}

void add_dense(Sequential& model, const std::string& name, Linear dense) {
    model.add(name, std::move(dense));
    model.add(name + "_relu", ReLU());
    model.add(name + "_dropout", Dropout(kDropped));
}

void add_top(Sequential& model, const AlexNetOptions& options) {
    const std::int64_t height = extent_behind_pool5(options.image_height);
    const std::int64_t width = extent_behind_pool5(options.image_width);
    model.add("flatten", Flatten());
    add_dense(model, "fc6", Linear(height * width * kLastMaps, options.hidden));
    add_dense(model, "fc7", Linear(options.hidden, options.hidden));
    model.add("fc8", Linear(options.hidden, options.class_count));
}

}  // namespace

Sequential alexnet(const AlexNetOptions& options) {
    check(options);
    Sequential model;
    add_convolution(model, "conv1", Conv2d(options.image_channels, 96, 11, {.stride = 4}));
    model.add("pool1", MaxPool2d(3, {.stride = 2}));  // windows overlap: section 3.4
    add_convolution(model, "conv2", Conv2d(96, 256, 5, {.padding = 2, .groups = 2}));
    model.add("pool2", MaxPool2d(3, {.stride = 2}));
    add_convolution(model, "conv3", Conv2d(256, 384, 3, {.padding = 1}));
    add_convolution(model, "conv4", Conv2d(384, 384, 3, {.padding = 1, .groups = 2}));
    add_convolution(model, "conv5", Conv2d(384, kLastMaps, 3, {.padding = 1, .groups = 2}));
    model.add("pool5", MaxPool2d(3, {.stride = 2}));
    if (options.has_top) {
        add_top(model, options);
    }
    return model;
}

}  // namespace stepgrad
