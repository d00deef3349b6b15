#include "datasets/drawn_shapes.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <utility>

namespace stepgrad {
namespace {

constexpr std::int64_t kKinds = 4;
constexpr std::int64_t kQuadrants = 4;
constexpr std::int64_t kLargestImage = 4096;
constexpr std::int64_t kSmallestShape = 5;
constexpr std::int64_t kLargestByte = 255;
constexpr std::int64_t kMostNoise = 255;

// Backgrounds are dark and shapes bright, each of a random brightness, so that the mean of an image
// does not give its shape away.
constexpr std::uint32_t kBackgrounds = 64;    // from 0 to 63
constexpr std::uint32_t kDarkestShape = 128;  // from 128 to 255
constexpr std::uint32_t kShapeBrightnesses = 128;

// Streams 0 and 1 belong to augmentation and to the order of the images.
constexpr std::uint64_t kDrawingStream = 2;

// Image i shows shape i mod 4, in another quadrant every time that it comes:
//   shape     0 1 2 3  0 1 2 3  0 1 2 3  0 1 2 3
//   quadrant  0 1 2 3  1 2 3 0  2 3 0 1  3 0 1 2
std::int64_t kind_of(std::int64_t index) {
    return index % kKinds;
}

std::int64_t quadrant_of(std::int64_t index) {
    return (index + index / kKinds) % kQuadrants;
}

[[noreturn]] void refuse(const std::string& name, const std::string& rule, std::int64_t given) {
    throw std::invalid_argument("drawn_shapes: " + name + ": " + rule + ", " +
                                std::to_string(given) + " was given");
}

void check(const std::string& name, const DrawnShapesOptions& options) {
    if (options.count < 1) {
        refuse(name, "count must be at least 1", options.count);
    }
    if (options.image_size < 1 || options.image_size > kLargestImage) {
        refuse(name, "image_size must be from 1 to " + std::to_string(kLargestImage),
               options.image_size);
    }
    if (options.channels != 1 && options.channels != 3) {
        refuse(name, "channels must be 1 or 3", options.channels);
    }
    if (options.smallest < kSmallestShape) {
        refuse(name, "smallest must be at least 5, since a disc of 4 pixels is a cross",
               options.smallest);
    }
    if (options.largest < options.smallest) {
        refuse(name, "largest must be at least smallest, " + std::to_string(options.smallest),
               options.largest);
    }
    if (options.margin < 0) {
        refuse(name, "margin must be at least 0", options.margin);
    }
    if (options.noise < 0 || options.noise > kMostNoise) {
        refuse(name, "noise must be from 0 to " + std::to_string(kMostNoise), options.noise);
    }
    // A shape in the middle would be in no quadrant, so there must be room for one step aside.
    const std::int64_t room = options.image_size - 1 - options.largest;
    if (room < 0 || options.margin > room / 2) {
        throw std::invalid_argument(
            "drawn_shapes: " + name + ": an image of " + std::to_string(options.image_size) +
            " pixels has no room for shapes of " + std::to_string(options.largest) +
            " with a margin of " + std::to_string(options.margin) +
            ": largest + 2 margin + 1 must be at most image_size");
    }
}

// The first row (or column) of a shape whose centre lies in the first or in the second half.
//   centre in the first half   2 first + size < image_size
//   centre in the second half  2 first + size > image_size
std::int64_t place_in_half(bool is_second, std::int64_t size, const DrawnShapesOptions& options,
                           Random& random) {
    const std::int64_t room = options.image_size - size;
    if (is_second) {
        return random.between(room / 2 + 1, room - options.margin);
    }
    return random.between(options.margin, (room - 1) / 2);
}

// Does the pixel at (row, column) of a shape's own square belong to the shape? With the middle of
// the square as origin and half a pixel as unit, pixel centres are whole numbers from 1 - size to
// size - 1, and the sides of the square lie at -size and size.
bool covers(ShapeKind kind, std::int64_t size, std::int64_t row, std::int64_t column) {
    const std::int64_t y = 2 * row + 1 - size;
    const std::int64_t x = 2 * column + 1 - size;
    switch (kind) {
        case ShapeKind::kSquare:
            return true;
        case ShapeKind::kDisc:  // x^2 + y^2 <= size^2
            return x * x + y * y <= size * size;
        case ShapeKind::kTriangle:  // the tip at the top; the + 1 lets it reach the first row
            return 2 * std::abs(x) <= y + size + 1;
        case ShapeKind::kCross:  // each arm a third as wide as the square
            return 3 * std::abs(x) <= size || 3 * std::abs(y) <= size;
    }
    return false;
}

struct Brightness {
    std::array<std::int64_t, 3> background;
    std::array<std::int64_t, 3> shape;
};

Brightness draw_brightness(std::int64_t channels, Random& random) {
    Brightness brightness{};
    for (std::size_t c = 0; c < static_cast<std::size_t>(channels); ++c) {
        brightness.background[c] = random.below(kBackgrounds);
        brightness.shape[c] = kDarkestShape + random.below(kShapeBrightnesses);
    }
    return brightness;
}

// A whole number from -most to most: the upper half of a product, since a division for every pixel
// would take longer than everything else. Its bias is below one in a million.
std::int64_t noise_up_to(std::int64_t most, Random& random) {
    const auto outcomes = static_cast<std::uint64_t>(2 * most + 1);
    return static_cast<std::int64_t>((random.next() * outcomes) >> 32) - most;
}

}  // namespace

DrawnShapes::DrawnShapes(std::string name, const DrawnShapesOptions& options)
    : name_(std::move(name)), options_(options) {
    check(name_, options_);
}

Shape DrawnShapes::image_shape() const {
    return {options_.image_size, options_.image_size, options_.channels};
}

std::vector<std::string> DrawnShapes::class_names() const {
    if (options_.label == ShapeLabel::kPlace) {
        return {"upper left", "upper right", "lower left", "lower right"};
    }
    return {"square", "disc", "triangle", "cross"};
}

std::int32_t DrawnShapes::label(std::int64_t index) const {
    require_index(index);
    const std::int64_t label =
        options_.label == ShapeLabel::kPlace ? quadrant_of(index) : kind_of(index);
    return static_cast<std::int32_t>(label);
}

DrawnShape DrawnShapes::shape(std::int64_t index) const {
    require_index(index);
    Random random = random_for(index);
    return draw_shape(index, random);
}

void DrawnShapes::copy_image(std::int64_t index, Scalar* pixels) const {
    require_index(index);
    Random random = random_for(index);
    const DrawnShape shape = draw_shape(index, random);
    const Brightness brightness = draw_brightness(options_.channels, random);
    for (std::int64_t y = 0; y < options_.image_size; ++y) {
        for (std::int64_t x = 0; x < options_.image_size; ++x) {
            const std::int64_t row = y - shape.top;
            const std::int64_t column = x - shape.left;
            const bool is_inside = row >= 0 && row < shape.size && column >= 0 &&
                                   column < shape.size &&
                                   covers(shape.kind, shape.size, row, column);
            const auto& colour = is_inside ? brightness.shape : brightness.background;
            for (std::size_t c = 0; c < static_cast<std::size_t>(options_.channels); ++c) {
                const std::int64_t byte = std::clamp<std::int64_t>(
                    colour[c] + noise_up_to(options_.noise, random), 0, kLargestByte);
                *pixels++ = static_cast<Scalar>(byte) / kLargestByte;
            }
        }
    }
}

Random DrawnShapes::random_for(std::int64_t index) const {
    return Random(mix_seed(options_.seed, static_cast<std::uint64_t>(index)), kDrawingStream);
}

DrawnShape DrawnShapes::draw_shape(std::int64_t index, Random& random) const {
    const std::int64_t quadrant = quadrant_of(index);
    DrawnShape shape{};
    shape.kind = static_cast<ShapeKind>(kind_of(index));
    shape.size = random.between(options_.smallest, options_.largest);
    shape.top = place_in_half(/*is_second=*/quadrant / 2 == 1, shape.size, options_, random);
    shape.left = place_in_half(/*is_second=*/quadrant % 2 == 1, shape.size, options_, random);
    return shape;
}

DataSource load_drawn_shapes() {
    DataSource source;
    source.train = std::make_shared<DrawnShapes>("shapes train", DrawnShapesOptions{.seed = 1});
    source.test =
        std::make_shared<DrawnShapes>("shapes test", DrawnShapesOptions{.count = 4000, .seed = 2});
    source.name = "shapes";
    return source;
}

}  // namespace stepgrad
