#include "layers/models/vgg16.h"

#include "layers/conv2d.h"
#include "layers/flatten.h"
#include "layers/linear.h"
#include "layers/max_pool2d.h"
#include "layers/models/check_sizes.h"
#include "layers/relu.h"

#include <string>

namespace stepgrad {
namespace {

constexpr std::int64_t kShrinks = 32;  // five poolings halve the image, rounding down

struct Block {
    int convolutions;
    std::int64_t maps;
};
constexpr Block kBlocks[] = {{2, 64}, {2, 128}, {3, 256}, {3, 512}, {3, 512}};

void check(const VGG16Options& options) {
    require_images("vgg16", kShrinks, {options.image_height, options.image_width});
    require_some("vgg16", "image channels", options.image_channels);
    require_some("vgg16", "classes", options.class_count);
    require_some("vgg16", "hidden units", options.hidden);
}

void add_top(Sequential& model, std::int64_t maps, const VGG16Options& options) {
    const std::int64_t height = options.image_height / kShrinks;
    const std::int64_t width = options.image_width / kShrinks;
    model.add("flatten", Flatten());
    model.add("fc1", Linear(height * width * maps, options.hidden));
    model.add("fc1_relu", ReLU());
    model.add("fc2", Linear(options.hidden, options.hidden));
    model.add("fc2_relu", ReLU());
    model.add("predictions", Linear(options.hidden, options.class_count));
}

}  // namespace

Sequential vgg16(const VGG16Options& options) {
    check(options);
    Sequential model;
    std::int64_t channels = options.image_channels;
    int number = 0;
    for (const Block& block : kBlocks) {
        const std::string name = "block" + std::to_string(++number);
        for (int i = 1; i <= block.convolutions; ++i) {
            const std::string conv = name + "_conv" + std::to_string(i);
            model.add(conv, Conv2d(channels, block.maps, 3, {.padding = 1}));
            model.add(conv + "_relu", ReLU());
            channels = block.maps;
        }
        model.add(name + "_pool", MaxPool2d(2));
    }
    if (options.has_top) {
        add_top(model, channels, options);
    }
    return model;
}

}  // namespace stepgrad
