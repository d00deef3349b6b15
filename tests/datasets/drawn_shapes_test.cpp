// precision: float
#include "datasets/drawn_shapes.h"

#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <map>
#include <set>
#include <stdexcept>
#include <string>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// Shapes have bytes from 128 on, backgrounds below 64.
bool is_bright(Scalar pixel) {
    return pixel > 0.4f;
}

// The rows of an image without noise: '#' where it is bright. Only rows with a shape in them, and
// of these only the columns.
std::string drawing(const DrawnShapes& shapes, std::int64_t index) {
    const Tensor image = shapes.image(index);
    const DrawnShape shape = shapes.shape(index);
    std::string text;
    for (std::int64_t y = shape.top; y < shape.top + shape.size; ++y) {
        for (std::int64_t x = shape.left; x < shape.left + shape.size; ++x) {
            text += is_bright(image.at({y, x, 0})) ? '#' : '.';
        }
        text += '\n';
    }
    return text;
}

DrawnShapes shapes_of_size(std::int64_t size) {
    return DrawnShapes("one size", {.count = 16,
                                    .image_size = 2 * size + 2,
                                    .smallest = size,
                                    .largest = size,
                                    .margin = 0,
                                    .noise = 0});
}

std::string refusal(const DrawnShapesOptions& options) {
    return message_of<std::invalid_argument>([&] { DrawnShapes("bad", options); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(drawn_shapes_test)

BOOST_AUTO_TEST_CASE(draws_the_four_shapes_by_hand) {
    const DrawnShapes six = shapes_of_size(6);
    BOOST_TEST(drawing(six, 0) == "######\n######\n######\n######\n######\n######\n");
    BOOST_TEST(drawing(six, 1) == ".####.\n######\n######\n######\n######\n.####.\n");
    BOOST_TEST(drawing(six, 2) == "..##..\n..##..\n.####.\n.####.\n######\n######\n");
    BOOST_TEST(drawing(six, 3) == "..##..\n..##..\n######\n######\n..##..\n..##..\n");
    const DrawnShapes seven = shapes_of_size(7);
    BOOST_TEST(drawing(seven, 1) ==
               "..###..\n.#####.\n#######\n#######\n#######\n.#####.\n..###..\n");
    BOOST_TEST(drawing(seven, 2) ==
               "...#...\n..###..\n..###..\n.#####.\n.#####.\n#######\n#######\n");
    BOOST_TEST(drawing(seven, 3) ==
               "..###..\n..###..\n#######\n#######\n#######\n..###..\n..###..\n");
}

BOOST_AUTO_TEST_CASE(shapes_of_any_size_touch_all_four_sides_and_differ) {
    for (std::int64_t size = 5; size <= 24; ++size) {
        const DrawnShapes shapes = shapes_of_size(size);
        std::set<std::string> drawings;
        for (std::int64_t kind = 0; kind < 4; ++kind) {
            const std::string text = drawing(shapes, kind);
            drawings.insert(text);
            const auto width = static_cast<std::size_t>(size);
            const std::string first = text.substr(0, width);
            const std::string last = text.substr(text.size() - width - 1, width);
            BOOST_TEST(first.find('#') != std::string::npos);
            BOOST_TEST(last.find('#') != std::string::npos);
            BOOST_TEST(text.find("\n#") != std::string::npos);
            BOOST_TEST(text.find("#\n") != std::string::npos);
        }
        BOOST_TEST(drawings.size() == 4u, "size " << size);
    }
}

BOOST_AUTO_TEST_CASE(every_pixel_outside_the_shape_is_background) {
    const DrawnShapes shapes("quiet", {.count = 64, .noise = 0});
    for (std::int64_t index = 0; index < shapes.size(); ++index) {
        const Tensor image = shapes.image(index);
        const DrawnShape shape = shapes.shape(index);
        const Scalar background = image.at({0, 0, 0});
        BOOST_TEST(!is_bright(background));
        for (std::int64_t y = 0; y < 28; ++y) {
            for (std::int64_t x = 0; x < 28; ++x) {
                const bool is_in_its_square = y >= shape.top && y < shape.top + shape.size &&
                                              x >= shape.left && x < shape.left + shape.size;
                if (!is_in_its_square) {
                    BOOST_REQUIRE(image.at({y, x, 0}) == background);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_label_does_not_change_the_image) {
    const DrawnShapes kinds("kinds", {.count = 20, .seed = 4});
    const DrawnShapes places("places", {.count = 20, .label = ShapeLabel::kPlace, .seed = 4});
    for (std::int64_t index = 0; index < 20; ++index) {
        BOOST_CHECK(same_bits(kinds.image(index), places.image(index)));
    }
}

BOOST_AUTO_TEST_CASE(noise_reaches_its_limits_and_no_further) {
    const DrawnShapes quiet("quiet", {.count = 32, .noise = 0});
    const DrawnShapes noisy("noisy", {.count = 32, .noise = 5});
    std::map<long, int> counts;
    for (std::int64_t index = 0; index < 32; ++index) {
        const Tensor clean = quiet.image(index);
        const Tensor image = noisy.image(index);
        for (std::int64_t i = 0; i < image.numel(); ++i) {
            const long byte = std::lround(clean.data()[i] * 255);
            if (byte >= 5 && byte <= 250) {  // elsewhere it is cut off at 0 or 255
                ++counts[std::lround(image.data()[i] * 255) - byte];
            }
        }
    }
    BOOST_TEST(counts.size() == 11u);
    BOOST_TEST(counts.begin()->first == -5);
    BOOST_TEST(counts.rbegin()->first == 5);
    for (const auto& [noise, count] : counts) {  // about 2,000 each, standard deviation 43
        BOOST_TEST(count > 1700, noise);
        BOOST_TEST(count < 2400, noise);
    }
}

BOOST_AUTO_TEST_CASE(pixels_are_bytes_from_0_to_1) {
    const DrawnShapes shapes("loud", {.count = 16, .channels = 3, .noise = 255});
    std::set<Scalar> numbers;
    for (std::int64_t index = 0; index < 16; ++index) {
        const Tensor image = shapes.image(index);
        for (const Scalar pixel : image.numbers()) {
            BOOST_REQUIRE(pixel == static_cast<Scalar>(std::lround(pixel * 255)) / 255);
            numbers.insert(pixel);
        }
    }
    BOOST_TEST(*numbers.begin() == 0.0f);
    BOOST_TEST(*numbers.rbegin() == 1.0f);
}

BOOST_AUTO_TEST_CASE(colour_images_have_three_brightnesses_of_their_own) {
    const DrawnShapes shapes("colour", {.count = 4, .channels = 3, .noise = 0});
    BOOST_CHECK(shapes.image_shape() == Shape({28, 28, 3}));
    const Tensor image = shapes.image(0);
    const DrawnShape shape = shapes.shape(0);
    const auto pixel = [&](std::int64_t channel) {
        return image.at({shape.top, shape.left, channel});
    };
    BOOST_TEST(pixel(0) != pixel(1));
    BOOST_TEST(pixel(1) != pixel(2));
    for (const std::int64_t channel : {0, 1, 2}) {
        BOOST_TEST(is_bright(pixel(channel)));
        BOOST_TEST(!is_bright(image.at({0, 0, channel})));
    }
}

BOOST_AUTO_TEST_CASE(an_image_depends_on_the_seed_and_its_index_alone) {
    const DrawnShapes few("few", {.count = 10, .seed = 3});
    const DrawnShapes many("many", {.count = 100, .seed = 3});
    const DrawnShapes other("other", {.count = 10, .seed = 4});
    for (std::int64_t index = 9; index >= 0; --index) {
        BOOST_CHECK(same_bits(few.image(index), many.image(index)));
        BOOST_CHECK(!same_bits(few.image(index), other.image(index)));
        BOOST_CHECK(!same_bits(many.image(index), many.image(index + 16)));
    }
}

// The sum of all bytes, each times its place, of the first 16 images of seed 1: found once, to be
// found by every compiler on every platform.
BOOST_AUTO_TEST_CASE(every_platform_draws_the_same_numbers) {
    const DrawnShapes shapes("fixed", {.count = 16, .channels = 3, .seed = 1});
    std::int64_t sum = 0;
    for (std::int64_t index = 0; index < 16; ++index) {
        std::int64_t place = 0;
        const Tensor image = shapes.image(index);
        for (const Scalar pixel : image.numbers()) {
            sum += std::lround(pixel * 255) * ++place;
        }
    }
    BOOST_TEST(sum == 2090433526);
}

BOOST_AUTO_TEST_CASE(training_and_test_images_share_no_seed) {
    const DataSource data = load_drawn_shapes();
    BOOST_TEST(data.name == "shapes");
    BOOST_TEST(data.note.empty());
    BOOST_TEST(data.train->size() == 16000);
    BOOST_TEST(data.test->size() == 4000);
    BOOST_TEST(data.train->name() == "shapes train");
    BOOST_CHECK(data.train->image_shape() == Shape({28, 28, 1}));
    for (std::int64_t index = 0; index < 50; ++index) {
        BOOST_CHECK(!same_bits(data.train->image(index), data.test->image(index)));
    }
}

BOOST_AUTO_TEST_CASE(there_is_no_image_beyond_the_last) {
    const DrawnShapes shapes("few", {.count = 3});
    std::vector<Scalar> pixels(28 * 28);
    for (const std::int64_t index : {-1, 3}) {
        BOOST_CHECK_THROW(shapes.label(index), std::out_of_range);
        BOOST_CHECK_THROW(shapes.shape(index), std::out_of_range);
        BOOST_CHECK_THROW(shapes.copy_image(index, pixels.data()), std::out_of_range);
    }
}

BOOST_AUTO_TEST_CASE(rejects_options_that_make_no_image_and_says_why) {
    BOOST_TEST(refusal({.count = 0}) == "drawn_shapes: bad: count must be at least 1, 0 was given");
    BOOST_TEST(refusal({.image_size = 0}) ==
               "drawn_shapes: bad: image_size must be from 1 to 4096, 0 was given");
    BOOST_TEST(refusal({.image_size = 4097}) ==
               "drawn_shapes: bad: image_size must be from 1 to 4096, 4097 was given");
    BOOST_TEST(refusal({.channels = 2}) ==
               "drawn_shapes: bad: channels must be 1 or 3, 2 was given");
    BOOST_TEST(
        refusal({.smallest = 4}) ==
        "drawn_shapes: bad: smallest must be at least 5, since a disc of 4 pixels is a cross, "
        "4 was given");
    BOOST_TEST(refusal({.smallest = 9, .largest = 8}) ==
               "drawn_shapes: bad: largest must be at least smallest, 9, 8 was given");
    BOOST_TEST(refusal({.margin = -1}) ==
               "drawn_shapes: bad: margin must be at least 0, -1 was given");
    BOOST_TEST(refusal({.noise = 256}) ==
               "drawn_shapes: bad: noise must be from 0 to 255, 256 was given");
    BOOST_TEST(
        refusal({.image_size = 16, .margin = 2}) ==
        "drawn_shapes: bad: an image of 16 pixels has no room for shapes of 12 with a margin "
        "of 2: largest + 2 margin + 1 must be at most image_size");
    BOOST_CHECK_THROW(DrawnShapes("bad", {.image_size = 12, .margin = 0}), std::invalid_argument);
    BOOST_CHECK_NO_THROW(DrawnShapes("good", {.image_size = 17, .margin = 2}));
}

BOOST_AUTO_TEST_SUITE_END()
