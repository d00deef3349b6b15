// precision: float
#include "datasets/resize.h"

#include "autograd/random.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

ByteImage grey_image(std::int64_t height, std::int64_t width, std::vector<std::uint8_t> bytes) {
    return {height, width, 1, std::move(bytes)};
}

std::vector<int> resized(const ByteImage& image, std::int64_t height, std::int64_t width,
                         const ResizeOptions& options = {}) {
    const ByteImage result = resize_image(image, height, width, options);
    BOOST_TEST(result.height == height);
    BOOST_TEST(result.width == width);
    BOOST_TEST(result.channels == image.channels);
    return {result.bytes.begin(), result.bytes.end()};
}

// The family of cubic filters with two parameters: (1/3, 1/3) is Mitchell's and Netravali's choice,
// (0, 1/2) Catmull's and Rom's. Mitchell, Netravali, 1988, equation 8.
double cubic(double x, double b, double c) {
    x = std::abs(x);
    if (x < 1) {
        return ((12 - 9 * b - 6 * c) * x * x * x + (-18 + 12 * b + 6 * c) * x * x + (6 - 2 * b)) /
               6;
    }
    if (x < 2) {
        return ((-b - 6 * c) * x * x * x + (6 * b + 30 * c) * x * x + (-12 * b - 48 * c) * x +
                (8 * b + 24 * c)) /
               6;
    }
    return 0;
}

// One row, as the textbook has it: each new pixel is the weighted mean of all pixels, and beyond the
// ends the last ones go on for ever, or at least for long.
std::vector<double> naive_row(const std::vector<double>& row, std::int64_t new_size) {
    const auto size = static_cast<std::int64_t>(row.size());
    const double scale = static_cast<double>(new_size) / static_cast<double>(size);
    const bool is_smaller = new_size < size;
    std::vector<double> result;
    for (std::int64_t i = 0; i < new_size; ++i) {
        double sum = 0;
        double weights = 0;
        for (std::int64_t j = -4 * size - 8; j < 5 * size + 8; ++j) {
            const double distance = (static_cast<double>(j) + 0.5) * scale -
                                    (static_cast<double>(i) + 0.5);  // in new pixels
            const double weight =
                is_smaller ? cubic(distance, 1.0 / 3, 1.0 / 3) : cubic(distance / scale, 0, 0.5);
            sum += weight * row[static_cast<std::size_t>(std::clamp<std::int64_t>(j, 0, size - 1))];
            weights += weight;
        }
        result.push_back(sum / weights);
    }
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(resize_test)

BOOST_AUTO_TEST_CASE(the_same_size_changes_nothing) {
    const ByteImage image = grey_image(2, 3, {1, 255, 0, 7, 99, 3});
    BOOST_TEST(resized(image, 2, 3) == (std::vector{1, 255, 0, 7, 99, 3}));
    // Along a side that keeps its length neighbours do not mix either.
    BOOST_TEST(resized(grey_image(2, 2, {7, 7, 200, 200}), 2, 4) ==
               (std::vector{7, 7, 7, 7, 200, 200, 200, 200}));
    BOOST_TEST(resized(grey_image(4, 2, {7, 200, 7, 200, 7, 200, 7, 200}), 3, 2) ==
               (std::vector{7, 200, 7, 200, 7, 200}));
}

// A step of 128. A quarter of the way between two pixels Catmull-Rom has the weights -9 111 29 -3 of
// 128 for the two and their neighbours; beyond the ends the pixels go on.
BOOST_AUTO_TEST_CASE(a_larger_picture_has_what_lies_between) {
    BOOST_TEST(resized(grey_image(1, 4, {40, 40, 168, 168}), 1, 8) ==
               (std::vector{40, 40 - 3, 40 - 9, 40 + 29 - 3, 168 - 29 + 3, 168 + 9, 168 + 3, 168}));
}

BOOST_AUTO_TEST_CASE(rows_are_as_the_textbook_has_them) {
    Random random(5);
    for (std::int64_t from = 1; from <= 24; ++from) {
        std::vector<std::uint8_t> bytes;
        for (std::int64_t i = 0; i < from; ++i) {
            bytes.push_back(static_cast<std::uint8_t>(random.below(256)));
        }
        for (std::int64_t to = 1; to <= 24; ++to) {
            const std::vector<double> expected =
                naive_row(std::vector<double>(bytes.begin(), bytes.end()), to);
            const std::vector<int> across = resized(grey_image(1, from, bytes), 1, to);
            const std::vector<int> down = resized(grey_image(from, 1, bytes), to, 1);
            for (std::size_t i = 0; i < expected.size(); ++i) {
                const double cut = std::clamp(expected[i], 0.0, 255.0);
                constexpr double kRounding = 0.51;  // to a byte, and a little for floats
                BOOST_TEST(std::abs(across[i] - cut) < kRounding);
                BOOST_TEST(std::abs(down[i] - cut) < kRounding);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(every_pixel_counts_when_a_picture_becomes_small) {
    std::vector<std::uint8_t> stripes;
    for (int i = 0; i < 64 * 64; ++i) {
        stripes.push_back(i % 2 == 0 ? 0 : 200);
    }
    // In the middle; the outermost columns repeat one of the two at the edge.
    const std::vector<int> small = resized(grey_image(64, 64, stripes), 8, 8);
    for (std::size_t row = 0; row < 8; ++row) {
        for (std::size_t column = 2; column < 6; ++column) {
            BOOST_TEST(small[8 * row + column] == 100);
        }
    }
}

BOOST_AUTO_TEST_CASE(light_is_averaged_where_that_is_asked_for) {
    std::vector<std::uint8_t> halves;
    for (int i = 0; i < 64; ++i) {
        halves.push_back(i % 2 == 0 ? 0 : 255);
    }
    const ByteImage image = grey_image(1, 64, halves);
    // Half the light of white is the sRGB number 188: 255 (1.055 0.5^(1/2.4) - 0.055).
    BOOST_TEST(resized(image, 1, 8, {.is_linear_light = true})[3] == 188);
    BOOST_TEST(std::abs(resized(image, 1, 8)[3] - 127.5) < 1);
}

BOOST_AUTO_TEST_CASE(a_crop_keeps_the_middle_as_it_is) {
    const ByteImage lying = grey_image(2, 6, {9, 9, 1, 2, 8, 8, 9, 9, 3, 4, 8, 8});
    BOOST_TEST(resized(lying, 2, 2, {.fit = ImageFit::kCrop}) == (std::vector{1, 2, 3, 4}));
    const ByteImage standing = grey_image(6, 2, {9, 9, 9, 9, 1, 2, 3, 4, 8, 8, 8, 8});
    BOOST_TEST(resized(standing, 2, 2, {.fit = ImageFit::kCrop}) == (std::vector{1, 2, 3, 4}));
    BOOST_TEST(resized(standing, 4, 4, {.fit = ImageFit::kCrop}) ==
               resized(grey_image(2, 2, {1, 2, 3, 4}), 4, 4));
    // The same shape: nothing sticks out.
    const ByteImage square = grey_image(2, 2, {1, 90, 30, 4});
    BOOST_TEST(resized(square, 3, 3, {.fit = ImageFit::kCrop}) == resized(square, 3, 3));
    // One row of a column is the least that is left.
    BOOST_TEST(resized(grey_image(3, 1, {1, 2, 3}), 1, 9, {.fit = ImageFit::kCrop}) ==
               std::vector<int>(9, 2));
}

BOOST_AUTO_TEST_CASE(channels_stay_apart) {
    const ByteImage image{1, 2, 3, {0, 10, 20, 200, 210, 220}};
    for (const std::int64_t width : {1, 4}) {
        const std::vector<int> all = resized(image, 1, width);
        for (std::size_t c = 0; c < 3; ++c) {
            const std::vector<int> one =
                resized(grey_image(1, 2, {image.bytes[c], image.bytes[c + 3]}), 1, width);
            for (std::size_t x = 0; x < one.size(); ++x) {
                BOOST_TEST(all[3 * x + c] == one[x]);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(all_sizes_work_and_one_colour_stays_one) {
    for (std::int64_t from = 1; from <= 20; ++from) {
        for (std::int64_t to = 1; to <= 20; ++to) {
            const std::vector<std::uint8_t> bytes(static_cast<std::size_t>(from * (21 - from) * 3),
                                                  77);
            const ByteImage image{from, 21 - from, 3, bytes};
            for (const ImageFit fit : {ImageFit::kStretch, ImageFit::kCrop}) {
                BOOST_TEST(resized(image, to, 21 - to, {.fit = fit}) ==
                           std::vector<int>(static_cast<std::size_t>(to * (21 - to) * 3), 77));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(rejects_impossible_sizes_and_says_so) {
    const ByteImage image = grey_image(1, 1, {0});
    BOOST_TEST(message_of<std::invalid_argument>([&] { resize_image(image, 0, 5); }) ==
               "resize_image: a picture has 1 to 32768 pixels a side, 5x0 was asked for");
    BOOST_CHECK_THROW(resize_image(image, 5, -1), std::invalid_argument);
    BOOST_CHECK_THROW(resize_image(image, 32769, 1), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
