#include "lessons/support/map_sizes.h"

#include "autograd/error.h"
#include "autograd/grad_mode.h"
#include "autograd/shape_only.h"
#include "layers/conv2d.h"
#include "layers/max_pool2d.h"
#include "layers/models/googlenet.h"
#include "layers/models/inception.h"
#include "layers/models/mobilenet_v1.h"
#include "layers/models/vgg16.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace stepgrad::lessons {
namespace {

constexpr std::int64_t kColours = 3;
constexpr std::int64_t kMostHalvings = 12;
constexpr std::int64_t kLargestImage = 448;  // to look for images that end in the example's map

// Layers that look at one pixel at a time.
constexpr std::array kWithoutWindow{"BatchNorm2d", "ReLU", "ReLU6", "Dropout"};

ReceptiveField behind_window(ReceptiveField from, std::int64_t kernel, std::int64_t stride) {
    return {.side = from.side + (kernel - 1) * from.jump, .jump = from.jump * stride};
}

ReceptiveField behind_convolution(const Conv2d& convolution, ReceptiveField from) {
    const std::int64_t kernel = convolution.weight.value().shape()[0];
    const std::int64_t reach = (kernel - 1) * convolution.options.dilation.height + 1;
    return behind_window(from, reach, convolution.options.stride.height);
}

ReceptiveField behind_pooling(const MaxPool2d& pooling, ReceptiveField from) {
    const std::int64_t stride = pooling.options().stride.height;
    const std::int64_t kernel = pooling.kernel().height;
    return behind_window(from, kernel, stride == 0 ? kernel : stride);
}

ReceptiveField behind_branches(Module& module, ReceptiveField from) {
    ReceptiveField widest = from;
    for (const NamedModule& branch : module.children()) {
        const ReceptiveField field = receptive_field(*branch.module, from);
        widest = field.side > widest.side ? field : widest;
    }
    return widest;
}

}  // namespace

SizeWalk walk_sizes(Sequential& body, std::int64_t image) {
    const ShapeOnlyGuard shapes_only;
    const NoGradGuard no_grad;
    SizeWalk walk{.image = image};
    Variable maps(Tensor::empty({1, image, image, kColours}));
    for (const NamedModule& layer : body.children()) {
        try {
            maps = (*layer.module)(maps);
        } catch (const ShapeError&) {
            walk.refused_by = layer.name;
            return walk;
        }
        if (maps.shape()[1] < walk.last_side()) {
            walk.stages.push_back({layer.name, layer.module->type_name(), maps.shape()[1]});
        }
    }
    return walk;
}

ReceptiveField receptive_field(Module& module, ReceptiveField from) {
    if (const auto* convolution = dynamic_cast<const Conv2d*>(&module)) {
        return behind_convolution(*convolution, from);
    }
    if (const auto* pooling = dynamic_cast<const MaxPool2d*>(&module)) {
        return behind_pooling(*pooling, from);
    }
    if (dynamic_cast<const Inception*>(&module) != nullptr) {
        return behind_branches(module, from);
    }
    const std::string type = module.type_name();
    if (type == "Sequential") {
        for (const NamedModule& layer : module.children()) {
            from = receptive_field(*layer.module, from);
        }
        return from;
    }
    if (std::ranges::find(kWithoutWindow, type) == kWithoutWindow.end()) {
        throw std::invalid_argument("receptive_field: knows no window of a " + type);
    }
    return from;
}

Shrinkers shrinkers_of(Sequential& body, const SizeWalk& walk) {
    Shrinkers found;
    for (const Stage& stage : walk.stages) {
        found.poolings += stage.type == "MaxPool2d" ? 1 : 0;
        found.convolutions += stage.type == "Conv2d" ? 1 : 0;
    }
    for (const NamedModule& named : body.named_modules()) {
        found.other_poolings += named.module->type_name() == "MaxPool2d" ? 1 : 0;
    }
    found.other_poolings -= found.poolings;
    return found;
}

std::int64_t halved(std::int64_t side, std::int64_t times, bool is_up) {
    for (std::int64_t i = 0; i < times; ++i) {
        side = (side + (is_up ? 1 : 0)) / 2;
    }
    return side;
}

std::vector<Halving> halvings_between(std::int64_t side, std::int64_t wanted) {
    std::vector<Halving> ways;
    for (std::int64_t times = 0; times <= kMostHalvings; ++times) {
        const bool is_down = halved(side, times, /*is_up=*/false) == wanted;
        if (is_down || halved(side, times, /*is_up=*/true) == wanted) {
            ways.push_back({times, !is_down});
        }
    }
    return ways;
}

NetworkSizes sizes_of(const std::string& name, Sequential& body,
                      const std::vector<std::int64_t>& images) {
    NetworkSizes network{.name = name,
                         .walks = {},
                         .shrinkers = {},
                         .field = receptive_field(body),
                         .smallest_for_example = 0,
                         .largest_for_example = 0};
    for (const std::int64_t image : images) {
        network.walks.push_back(walk_sizes(body, image));
    }
    network.shrinkers = shrinkers_of(body, walk_of(network, kImageNetImage));
    for (std::int64_t image = kExampleMap; image <= kLargestImage; ++image) {
        const SizeWalk walk = walk_sizes(body, image);
        if (walk.last_side() > kExampleMap && walk.arrives()) {
            break;  // larger images end in larger maps
        }
        if (walk.arrives() && walk.last_side() == kExampleMap) {
            network.largest_for_example = image;
            if (network.smallest_for_example == 0) {
                network.smallest_for_example = image;
            }
        }
    }
    return network;
}

std::vector<NetworkSizes> sizes_of_large_networks() {
    const ShapeOnlyGuard shapes_only;  // no memory for their weights
    Sequential vgg = vgg16({.has_top = false}), google = googlenet({.has_top = false});
    Sequential mobile = mobilenet_v1({.has_top = false});
    const std::vector<std::int64_t> images{28, 32, kImageNetImage, kExampleImage};
    return {sizes_of("VGG16", vgg, images), sizes_of("GoogLeNet", google, images),
            sizes_of("MobileNet v1", mobile, images)};
}

const SizeWalk& walk_of(const NetworkSizes& network, std::int64_t image) {
    for (const SizeWalk& walk : network.walks) {
        if (walk.image == image) {
            return walk;
        }
    }
    throw std::invalid_argument("claims: nobody sent an image of " + std::to_string(image) +
                                " through " + network.name);
}

}  // namespace stepgrad::lessons
