#include "datasets/image_grid.h"

#include "autograd/error.h"
#include "datasets/colour_map.h"
#include "datasets/number_range.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace stepgrad {
namespace {

void require(bool is_right, const char* function, const char* expected, const Tensor& given) {
    if (!is_right || !given.has_numbers() || given.numel() == 0) {
        throw ShapeError(std::string(function) + ": needs " + expected + ", " + given.to_string(0) +
                         " was given");
    }
}

void check_options(const GridOptions& options) {
    if (options.columns < 0 || options.gap < 0 || options.zoom < 1) {
        throw std::invalid_argument(
            "image_grid: columns and gap must be at least 0 and zoom at least 1; columns " +
            std::to_string(options.columns) + ", gap " + std::to_string(options.gap) +
            " and zoom " + std::to_string(options.zoom) + " were given");
    }
}

// The smallest square that holds them all.
std::int64_t square_side(std::int64_t count) {
    std::int64_t side = 1;
    while (side * side < count) {
        ++side;
    }
    return side;
}

}  // namespace

Tensor image_grid(const Tensor& images, const GridOptions& options) {
    const Shape& shape = images.shape();
    require(shape.rank() == 4 && (shape[3] == 1 || shape[3] == 3), "image_grid",
            "images [count, height, width, channels] with 1 or 3 channels", images);
    check_options(options);
    const std::int64_t count = shape[0];
    const std::int64_t columns =
        options.columns > 0 ? std::min(options.columns, count) : square_side(count);
    const std::int64_t rows = (count + columns - 1) / columns;
    const std::int64_t tile_height = shape[1] * options.zoom;
    const std::int64_t tile_width = shape[2] * options.zoom;
    const std::int64_t channels = shape[3];

    Tensor grid = Tensor::full({rows * (tile_height + options.gap) - options.gap,
                                columns * (tile_width + options.gap) - options.gap, channels},
                               options.background);
    const std::int64_t grid_width = grid.shape()[1];
    for (std::int64_t i = 0; i < count; ++i) {
        const Scalar* const image = images.data() + i * shape[1] * shape[2] * channels;
        const std::int64_t top = i / columns * (tile_height + options.gap);
        const std::int64_t left = i % columns * (tile_width + options.gap);
        for (std::int64_t y = 0; y < tile_height; ++y) {
            Scalar* target = grid.mutable_data() + ((top + y) * grid_width + left) * channels;
            const Scalar* const row = image + y / options.zoom * shape[2] * channels;
            for (std::int64_t x = 0; x < tile_width; ++x) {
                target = std::copy_n(row + x / options.zoom * channels, channels, target);
            }
        }
    }
    return grid;
}

// The maps lie interleaved, channels innermost, and become one picture each.
Tensor feature_map_grid(const Tensor& maps, MapScale scale, const GridOptions& options) {
    const Shape& shape = maps.shape();
    require(shape.rank() == 3, "feature_map_grid", "maps [height, width, channels]", maps);
    const std::int64_t channels = shape[2];
    const std::int64_t pixel_count = shape[0] * shape[1];
    const NumberRange all = range_of(maps.data(), maps.numel(), 1);
    Tensor pictures = Tensor::empty({channels, shape[0], shape[1], 1});
    Scalar* target = pictures.mutable_data();
    for (std::int64_t c = 0; c < channels; ++c) {
        const Scalar* const map = maps.data() + c;
        const NumberRange range =
            scale == MapScale::kEach ? range_of(map, pixel_count, channels) : all;
        for (std::int64_t i = 0; i < pixel_count; ++i) {
            *target++ = range.share(map[i * channels]);
        }
    }
    return image_grid(pictures, options);
}

Tensor filter_grid(const Tensor& filters, const GridOptions& options) {
    const Shape& shape = filters.shape();
    require(shape.rank() == 4, "filter_grid", "filters [height, width, in, out]", filters);
    const std::int64_t in_count = shape[2];
    const std::int64_t out_count = shape[3];
    const std::int64_t pixel_count = shape[0] * shape[1];
    const NumberRange range = range_of(filters.data(), filters.numel(), 1);
    const Scalar largest = std::max(std::abs(range.least), std::abs(range.greatest));
    Tensor pictures = Tensor::empty({out_count * in_count, shape[0], shape[1], 3});
    Scalar* target = pictures.mutable_data();
    for (std::int64_t out = 0; out < out_count; ++out) {
        for (std::int64_t in = 0; in < in_count; ++in) {
            const Scalar* const filter = filters.data() + in * out_count + out;
            for (std::int64_t i = 0; i < pixel_count; ++i) {
                const Scalar weight = filter[i * in_count * out_count];
                const Colour colour = diverging_colour(largest == 0 ? weight : weight / largest);
                target = std::copy(colour.begin(), colour.end(), target);
            }
        }
    }
    GridOptions by_output = options;
    by_output.columns = in_count;
    return image_grid(pictures, by_output);
}

}  // namespace stepgrad
