// precision: float
#include "lessons/support/on_canvas.h"

#include "tests/support/small_dataset.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numeric>
#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

// The sum of an image of which each pixel is one step of 255.
double step_sum(const Tensor& image) {
    return std::accumulate(image.numbers().begin(), image.numbers().end(), 0.0) * 255;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(on_canvas_test)

// Image 1 of small_dataset is [2, 3, 1] and all of it is 1/255.
BOOST_AUTO_TEST_CASE(an_image_stands_in_the_middle_of_a_black_canvas) {
    const OnCanvas images(small_dataset(4), 2);
    BOOST_TEST(images.image_shape().to_string() == "[6, 7, 1]");
    BOOST_TEST(images.label(1) == 1);
    const Tensor image = images.image(1);
    const Scalar one = Scalar(1) / 255;
    BOOST_TEST(image.at({2, 2, 0}) == one);
    BOOST_TEST(image.at({3, 4, 0}) == one);
    BOOST_TEST(image.at({1, 2, 0}) == 0);
    BOOST_TEST(image.at({2, 5, 0}) == 0);
    BOOST_TEST(std::abs(step_sum(image) - 6) < 1e-4);
}

BOOST_AUTO_TEST_CASE(a_shift_moves_it_down_and_to_the_right) {
    const Tensor image = OnCanvas(small_dataset(4), 2, {.down = -2, .right = 1}).image(1);
    BOOST_TEST(image.at({0, 3, 0}) > 0);
    BOOST_TEST(image.at({1, 5, 0}) > 0);
    BOOST_TEST(image.at({2, 3, 0}) == 0);
    BOOST_TEST(std::abs(step_sum(image) - 6) < 1e-4);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_on_the_canvas_is_lost) {
    const auto pixels_left = [](PixelShift shift) {
        return std::lround(step_sum(OnCanvas(small_dataset(4), 0, shift).image(1)));
    };
    BOOST_TEST(pixels_left({1, 0}) == 3);
    BOOST_TEST(pixels_left({0, -1}) == 4);
    BOOST_TEST(pixels_left({-1, 2}) == 1);
    BOOST_TEST(pixels_left({2, 0}) == 0);
    BOOST_TEST(pixels_left({-5, -9}) == 0);
}

BOOST_AUTO_TEST_CASE(all_sets_of_a_source_are_put_on_a_canvas) {
    DataSource source;
    source.train = small_dataset(3);
    source.test = small_dataset(2);
    BOOST_TEST(on_canvas(source, 1).validation == nullptr);
    source.validation = small_dataset(1);
    const DataSource changed = on_canvas(source, 1);
    for (const auto& dataset : {changed.train, changed.test, changed.validation}) {
        BOOST_TEST(dataset->image_shape().to_string() == "[4, 5, 1]");
    }
}

BOOST_AUTO_TEST_CASE(no_dataset_and_a_negative_border_are_refused) {
    BOOST_CHECK_THROW(OnCanvas(nullptr, 1), std::invalid_argument);
    BOOST_TEST(message_of<std::invalid_argument>([] { OnCanvas(small_dataset(1), -1); }) ==
               "on_canvas: border must be at least 0, -1 was given");
}

BOOST_AUTO_TEST_SUITE_END()
