#include "lessons/support/place_network.h"

#include "layers/flatten.h"
#include "layers/global_average_pool2d.h"
#include "layers/linear.h"
#include "layers/max_pool2d.h"
#include "layers/models/convolution_block.h"
#include "lessons/support/coordinate_channels.h"

#include <string>
#include <utility>

namespace stepgrad::lessons {
namespace {

constexpr std::int64_t kWidths[] = {8, 8, 16, 16};
constexpr std::int64_t kPlaces = 4;

// Height and width of the last maps. Without padding each 3x3 convolution takes a pixel off each
// side: 64, 62, 60, 30, 28, 26, 13.
std::int64_t map_size(std::int64_t image_size, bool has_padding) {
    const std::int64_t lost = has_padding ? 0 : 4;
    return ((image_size - lost) / 2 - lost) / 2;
}

}  // namespace

Sequential place_network(std::int64_t image_size, const PlaceNetworkOptions& options) {
    Sequential body;
    std::int64_t channels = 1;
    if (options.has_coordinates) {
        body.add("coordinates", CoordinateChannels());
        channels += 2;
    }
    const std::int64_t padding = options.has_padding ? 1 : 0;
    for (int i = 0; i < 4; ++i) {
        add_convolution_block(body, i, channels, kWidths[i], padding);
        if (i % 2 == 1) {
            body.add("pool" + std::to_string(i), MaxPool2d(2));
        }
        channels = kWidths[i];
    }
    Sequential head;
    if (options.head == Head::kFlatten) {
        const std::int64_t side = map_size(image_size, options.has_padding);
        head.add("flatten", Flatten());
        head.add("classes", Linear(side * side * channels, kPlaces));
    } else {
        head.add("pool", GlobalAveragePool2d());
        head.add("classes", Linear(channels, kPlaces));
    }
    Sequential model;
    model.add("body", std::move(body));
    model.add("head", std::move(head));
    return model;
}

}  // namespace stepgrad::lessons
