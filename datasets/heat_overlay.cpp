#include "datasets/heat_overlay.h"

#include "autograd/error.h"
#include "datasets/colour_map.h"
#include "datasets/number_range.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace stepgrad {
namespace {

// Where a pixel of the image lies among the rows or columns of the map: between two of them, so much
// of the way to the second. Centres meet centres; beyond the outermost centres the map goes on flat.
struct Between {
    std::int64_t first;
    std::int64_t second;
    Scalar share;
};

Between between(std::int64_t position, std::int64_t extent, std::int64_t map_extent) {
    const Scalar place = (static_cast<Scalar>(position) + Scalar(0.5)) *
                             static_cast<Scalar>(map_extent) / static_cast<Scalar>(extent) -
                         Scalar(0.5);
    const Scalar inside = std::clamp<Scalar>(place, 0, static_cast<Scalar>(map_extent - 1));
    const auto first = static_cast<std::int64_t>(inside);
    return {first, std::min(first + 1, map_extent - 1), inside - static_cast<Scalar>(first)};
}

Scalar mix(Scalar a, Scalar b, Scalar share) {
    return a + share * (b - a);
}

void check(const Tensor& image, const Tensor& heat, Scalar opacity) {
    const Shape& shape = image.shape();
    const Shape& map = heat.shape();
    if (!image.has_numbers() || image.numel() == 0 || shape.rank() != 3 ||
        (shape[2] != 1 && shape[2] != 3)) {
        throw ShapeError(
            "heat_overlay: needs an image [height, width, channels] with 1 or 3 channels, " +
            image.to_string(0) + " was given");
    }
    if (!heat.has_numbers() || heat.numel() == 0 ||
        !(map.rank() == 2 || (map.rank() == 3 && map[2] == 1))) {
        throw ShapeError("heat_overlay: needs a heat map [rows, columns], " + heat.to_string(0) +
                         " was given");
    }
    if (!(opacity >= 0 && opacity <= 1)) {
        throw std::invalid_argument("heat_overlay: opacity must be from 0 to 1, " +
                                    std::to_string(opacity) + " was given");
    }
}

}  // namespace

Tensor heat_overlay(const Tensor& image, const Tensor& heat, Scalar opacity) {
    check(image, heat, opacity);
    const Shape& shape = image.shape();
    const Shape& map = heat.shape();
    const NumberRange range = range_of(heat.data(), heat.numel(), 1);
    Tensor overlay = Tensor::empty({shape[0], shape[1], 3});
    Scalar* target = overlay.mutable_data();
    const Scalar* pixel = image.data();
    for (std::int64_t y = 0; y < shape[0]; ++y) {
        const Between rows = between(y, shape[0], map[0]);
        for (std::int64_t x = 0; x < shape[1]; ++x, pixel += shape[2]) {
            const Between columns = between(x, shape[1], map[1]);
            const Scalar* const first = heat.data() + rows.first * map[1];
            const Scalar* const second = heat.data() + rows.second * map[1];
            const Scalar number =
                mix(mix(first[columns.first], first[columns.second], columns.share),
                    mix(second[columns.first], second[columns.second], columns.share), rows.share);
            const Colour colour = heat_colour(range.share(number));
            for (std::int64_t c = 0; c < 3; ++c) {
                *target++ =
                    mix(pixel[shape[2] == 3 ? c : 0], colour[static_cast<std::size_t>(c)], opacity);
            }
        }
    }
    return overlay;
}

}  // namespace stepgrad
