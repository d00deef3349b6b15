// precision: float
#include "datasets/cutout.h"

#include "autograd/error.h"
#include "autograd/shape_only.h"
#include "tests/support/augmented.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

using Row = std::vector<Scalar>;

// How often each result comes up when an image of ones loses squares of zeros.
std::map<Row, int> outcomes(std::int64_t size, const Shape& shape, int draws) {
    const Cutout cutout(size);
    std::map<Row, int> counts;
    Random random(2);
    for (int i = 0; i < draws; ++i) {
        Tensor image = Tensor::full(shape, 1);
        cutout.apply(image, random);
        ++counts[Row(image.numbers().begin(), image.numbers().end())];
    }
    return counts;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cutout_test)

BOOST_AUTO_TEST_CASE(covers_one_pixel_of_four_by_hand) {
    const std::map<Row, int> counts = outcomes(1, {2, 2, 1}, 4000);
    BOOST_TEST(counts.size() == 4u);
    for (const Row& row : {Row{0, 1, 1, 1}, Row{1, 0, 1, 1}, Row{1, 1, 0, 1}, Row{1, 1, 1, 0}}) {
        BOOST_REQUIRE(counts.count(row) == 1u);
        BOOST_TEST(counts.at(row) > 880);  // 1000, standard deviation 27
        BOOST_TEST(counts.at(row) < 1120);
    }
}

// A square of 3 about each of the 9 pixels, less what falls outside.
BOOST_AUTO_TEST_CASE(what_falls_outside_covers_nothing) {
    const std::map<Row, int> counts = outcomes(3, {3, 3, 1}, 900);
    BOOST_TEST(counts.size() == 9u);
    BOOST_TEST(counts.count({0, 0, 1, 0, 0, 1, 1, 1, 1}) == 1u);  // about the first pixel
    BOOST_TEST(counts.count({1, 0, 0, 1, 0, 0, 1, 0, 0}) ==
               1u);  // about the one right of the middle
    BOOST_TEST(counts.count({0, 0, 0, 0, 0, 0, 0, 0, 0}) == 1u);  // about the middle
}

BOOST_AUTO_TEST_CASE(a_square_of_even_size_reaches_further_up_and_left) {
    const std::map<Row, int> counts = outcomes(2, {1, 3, 1}, 300);
    BOOST_TEST(counts.size() == 3u);
    BOOST_TEST(counts.count({0, 1, 1}) == 1u);
    BOOST_TEST(counts.count({0, 0, 1}) == 1u);
    BOOST_TEST(counts.count({1, 0, 0}) == 1u);
}

BOOST_AUTO_TEST_CASE(covers_all_channels_with_the_fill) {
    const Tensor image = counted_image(1, 1, 3);
    BOOST_CHECK(same_bits(augmented(Cutout(1, 0.5f), image), Tensor::full({1, 1, 3}, 0.5f)));
    BOOST_CHECK(
        same_bits(augmented(Cutout(1000, 7), counted_image(4, 5)), Tensor::full({4, 5, 1}, 7)));
}

BOOST_AUTO_TEST_CASE(images_without_numbers_or_pixels_stay_as_they_are) {
    BOOST_CHECK(augmented(Cutout(1), Tensor::zeros({0, 3, 1})).shape() == Shape({0, 3, 1}));
    const ShapeOnlyGuard guard;
    Tensor image = Tensor::empty({3, 3, 1});
    Random random(1);
    Cutout(2).apply(image, random);
    BOOST_TEST(!image.has_numbers());
}

BOOST_AUTO_TEST_CASE(rejects_a_size_that_is_none_and_what_is_no_image) {
    BOOST_TEST(message_of<std::invalid_argument>([] { Cutout(0); }) ==
               "cutout: size must be from 1 to 1000000 pixels, 0 was given");
    BOOST_CHECK_THROW(Cutout(1000001), std::invalid_argument);
    BOOST_CHECK_THROW(augmented(Cutout(1), Tensor::zeros({2, 2})), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
