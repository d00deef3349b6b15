#include "layers/models/lenet5.h"

#include "layers/avg_pool2d.h"
#include "layers/conv2d.h"
#include "layers/flatten.h"
#include "layers/linear.h"
#include "layers/tanh.h"

#include <stdexcept>
#include <string>

namespace stepgrad {
namespace {

// An extent behind c1 (which keeps it), s2 (halves it), c3 (takes 4 pixels) and s4 (halves it).
std::int64_t extent_behind_s4(std::int64_t extent) {
    return (extent / 2 - 4) / 2;
}

}  // namespace

Sequential lenet5(const LeNet5Options& options) {
    const std::int64_t height = extent_behind_s4(options.image_height);
    const std::int64_t width = extent_behind_s4(options.image_width);
    if (height < 1 || width < 1) {
        throw std::invalid_argument("lenet5: images must be at least 12x12, " +
                                    std::to_string(options.image_height) + "x" +
                                    std::to_string(options.image_width) + " was given");
    }
    Sequential model;
    model.add("c1", Conv2d(options.image_channels, 6, 5, {.padding = 2}));
    model.add("c1_tanh", Tanh());
    model.add("s2", AvgPool2d(2));
    model.add("c3", Conv2d(6, 16, 5));
    model.add("c3_tanh", Tanh());
    model.add("s4", AvgPool2d(2));
    model.add("flatten", Flatten());
    model.add("c5", Linear(height * width * 16, 120));
    model.add("c5_tanh", Tanh());
    model.add("f6", Linear(120, 84));
    model.add("f6_tanh", Tanh());
    model.add("output", Linear(84, options.class_count));
    return model;
}

}  // namespace stepgrad
