// precision: float
#include "datasets/heat_overlay.h"

#include "autograd/error.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(heat_overlay_test)

// The least number is black, the greatest white, and a third of the way is red.
BOOST_AUTO_TEST_CASE(the_map_alone_runs_from_black_to_white) {
    const Tensor image = Tensor::zeros({1, 3, 1});
    const Tensor heat = Tensor::from({1, 3}, {-1, 0, 2});
    const Tensor overlay = heat_overlay(image, heat, /*opacity=*/1);
    const Tensor expected = Tensor::from({1, 3, 3}, {0, 0, 0, 1, 0, 0, 1, 1, 1});
    constexpr Scalar kRounding = Scalar(1e-6);  // a third has no exact binary digits
    check_close(overlay, expected, kRounding);
}

BOOST_AUTO_TEST_CASE(opacity_mixes_image_and_map) {
    const Tensor image = Tensor::from({1, 2, 3}, {0.5f, 0.25f, 1, 0, 0.5f, 1});
    const Tensor heat = Tensor::from({1, 2, 1}, {0, 1});
    BOOST_TEST(same_bits(heat_overlay(image, heat, 0), image));
    BOOST_TEST(same_bits(heat_overlay(image, heat, 0.5f),
                         Tensor::from({1, 2, 3}, {0.25f, 0.125f, 0.5f, 0.5f, 0.75f, 1})));
    // A grey image has the same in each colour.
    BOOST_TEST(same_bits(heat_overlay(Tensor::from({1, 2, 1}, {0.5f, 0.25f}), heat, 0),
                         Tensor::from({1, 2, 3}, {0.5f, 0.5f, 0.5f, 0.25f, 0.25f, 0.25f})));
}

// Four pixels for two numbers: centres at -0.25, 0.25, 0.75 and 1.25 of numbers at 0 and 1.
BOOST_AUTO_TEST_CASE(a_small_map_is_interpolated) {
    const Tensor image = Tensor::zeros({4, 1, 1});
    const Tensor heat = Tensor::from({2, 1}, {0, 1});
    const Tensor expected = Tensor::from({4, 1, 3}, {0, 0, 0,      //
                                                     0.75f, 0, 0,  //
                                                     1, 1, 0.25f,  //
                                                     1, 1, 1});
    BOOST_TEST(same_bits(heat_overlay(image, heat, 1), expected));
    BOOST_TEST(same_bits(heat_overlay(image.reshape({1, 4, 1}), heat.reshape({1, 2}), 1),
                         expected.reshape({1, 4, 3})));
}

BOOST_AUTO_TEST_CASE(a_flat_map_is_black_and_a_nan_is_seen) {
    const Tensor image = Tensor::zeros({1, 2, 1});
    BOOST_TEST(
        same_bits(heat_overlay(image, Tensor::full({1, 1}, 5), 1), Tensor::zeros({1, 2, 3})));
    const Scalar nan = std::numeric_limits<Scalar>::quiet_NaN();
    const Tensor overlay = heat_overlay(image, Tensor::from({1, 2}, {0, nan}), 1);
    BOOST_TEST(std::isnan(overlay.at({0, 1, 0})));
    BOOST_TEST(std::isnan(overlay.at({0, 1, 2})));
}

BOOST_AUTO_TEST_CASE(rejects_other_shapes_and_opacities) {
    const Tensor image = Tensor::zeros({2, 2, 3});
    const Tensor heat = Tensor::zeros({2, 2});
    BOOST_TEST(
        message_of<ShapeError>([&] {
            heat_overlay(Tensor::zeros({2, 2, 2}), heat);
        }) ==
        "heat_overlay: needs an image [height, width, channels] with 1 or 3 channels, Tensor "
        "[2, 2, 2] was given");
    BOOST_TEST(message_of<ShapeError>([&] {
                   heat_overlay(image, Tensor::zeros({2, 2, 3}));
               }) == "heat_overlay: needs a heat map [rows, columns], Tensor [2, 2, 3] was given");
    BOOST_CHECK_THROW(heat_overlay(Tensor(), heat), ShapeError);
    BOOST_CHECK_THROW(heat_overlay(image, Tensor::zeros({0, 2})), ShapeError);
    BOOST_TEST(message_of<std::invalid_argument>([&] { heat_overlay(image, heat, 1.5f); }) ==
               "heat_overlay: opacity must be from 0 to 1, 1.500000 was given");
    BOOST_CHECK_THROW(heat_overlay(image, heat, std::numeric_limits<Scalar>::quiet_NaN()),
                      std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
