#include "layers/models/googlenet.h"

#include "layers/conv2d.h"
#include "layers/dropout.h"
#include "layers/global_average_pool2d.h"
#include "layers/linear.h"
#include "layers/max_pool2d.h"
#include "layers/models/check_sizes.h"
#include "layers/models/inception.h"
#include "layers/relu.h"

#include <string>
#include <utility>

namespace stepgrad {
namespace {

constexpr Scalar kDropped = Scalar(0.4);

struct NamedWidths {
    const char* name;
    InceptionWidths widths;
    const char* pool_behind;  // null: none
};
constexpr NamedWidths kInceptions[] = {
    {"inception_3a", {64, 96, 128, 16, 32, 32}, nullptr},
    {"inception_3b", {128, 128, 192, 32, 96, 64}, "pool3"},
    {"inception_4a", {192, 96, 208, 16, 48, 64}, nullptr},
    {"inception_4b", {160, 112, 224, 24, 64, 64}, nullptr},
    {"inception_4c", {128, 128, 256, 24, 64, 64}, nullptr},
    {"inception_4d", {112, 144, 288, 32, 64, 64}, nullptr},
    {"inception_4e", {256, 160, 320, 32, 128, 128}, "pool4"},
    {"inception_5a", {256, 160, 320, 32, 128, 128}, nullptr},
    {"inception_5b", {384, 192, 384, 48, 128, 128}, nullptr},
};

void add_convolution(Sequential& model, const std::string& name, Conv2d convolution) {
    model.add(name, std::move(convolution));
    model.add(name + "_relu", ReLU());
}

void add_pool(Sequential& model, const std::string& name) {
    model.add(name, MaxPool2d(3, {.stride = 2, .ceil_mode = true}));
}

}  // namespace

Sequential googlenet(const GoogLeNetOptions& options) {
    require_some("googlenet", "image channels", options.image_channels);
    require_some("googlenet", "classes", options.class_count);
    Sequential model;
    add_convolution(model, "conv1",
                    Conv2d(options.image_channels, 64, 7, {.stride = 2, .padding = 3}));
    add_pool(model, "pool1");
    add_convolution(model, "conv2_reduce", Conv2d(64, 64, 1));
    add_convolution(model, "conv2", Conv2d(64, 192, 3, {.padding = 1}));
    add_pool(model, "pool2");
    std::int64_t channels = 192;
    for (const NamedWidths& inception : kInceptions) {
        model.add(inception.name, Inception(channels, inception.widths));
        channels = inception.widths.total();
        if (inception.pool_behind != nullptr) {
            add_pool(model, inception.pool_behind);
        }
    }
    if (options.has_top) {
        model.add("pool5", GlobalAveragePool2d());
        model.add("dropout", Dropout(kDropped));
        model.add("classifier", Linear(channels, options.class_count));
    }
    return model;
}

}  // namespace stepgrad
