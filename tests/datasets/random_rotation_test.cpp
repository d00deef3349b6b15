// precision: float
#include "datasets/random_rotation.h"

#include "autograd/error.h"
#include "autograd/shape_only.h"
#include "tests/support/augmented.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

constexpr double kPi = 3.14159265358979323846;

Tensor turned(const Tensor& image, Scalar degrees, Scalar fill = 0) {
    return augmented(RandomRotation(degrees, degrees, fill), image);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(random_rotation_test)

BOOST_AUTO_TEST_CASE(quarter_turns_are_exact_by_hand) {
    const Tensor image = counted_image(3, 3);  // 1 2 3 / 4 5 6 / 7 8 9
    const Tensor quarter = Tensor::from({3, 3, 1}, {3, 6, 9, 2, 5, 8, 1, 4, 7});
    const Tensor half = Tensor::from({3, 3, 1}, {9, 8, 7, 6, 5, 4, 3, 2, 1});
    BOOST_CHECK(same_bits(turned(image, 0), image));
    BOOST_CHECK(same_bits(turned(image, 360), image));
    BOOST_CHECK(same_bits(turned(image, -360), image));
    BOOST_CHECK(
        same_bits(turned(image, 90), quarter));  // counter-clockwise: the 3 goes to the left
    BOOST_CHECK(same_bits(turned(image, -270), quarter));
    BOOST_CHECK(same_bits(turned(image, 180), half));
    BOOST_CHECK(same_bits(turned(image, -90), turned(half, 90)));
    // Sides of even length turn about the point between the middle pixels.
    BOOST_CHECK(same_bits(turned(counted_image(2, 2), 90), Tensor::from({2, 2, 1}, {2, 4, 1, 3})));
    // The channels of a pixel stay together.
    BOOST_CHECK(
        same_bits(turned(counted_image(1, 2, 2), 180), Tensor::from({1, 2, 2}, {3, 4, 1, 2})));
}

BOOST_AUTO_TEST_CASE(an_image_that_is_no_square_loses_what_is_turned_out) {
    // 1 2 3 standing upright: the middle stays, the ends leave the only row.
    BOOST_CHECK(
        same_bits(turned(counted_image(1, 3), 90, /*fill=*/7), Tensor::from({1, 3, 1}, {7, 2, 7})));
}

// At 45 degrees the corners of a 3x3 image lie sqrt(2) from the middle along an axis, so that the
// corner of the result mixes the pixel next to the middle, 1 away, and the fill, 2 away:
// (2 - sqrt(2)) * pixel + (sqrt(2) - 1) * fill.
BOOST_AUTO_TEST_CASE(an_eighth_of_a_turn_mixes_by_hand) {
    const Tensor image = counted_image(3, 3);
    const Tensor result = turned(image, 45, /*fill=*/100);
    constexpr double kRounding = 1e-4;  // of numbers near 100 in single precision
    const auto corner = [](double pixel) {
        return (2 - std::sqrt(2.0)) * pixel + (std::sqrt(2.0) - 1) * 100;
    };
    BOOST_CHECK_SMALL(result.at({0, 0, 0}) - corner(2), kRounding);
    BOOST_CHECK_SMALL(result.at({0, 2, 0}) - corner(6), kRounding);
    BOOST_CHECK_SMALL(result.at({2, 0, 0}) - corner(4), kRounding);
    BOOST_CHECK_SMALL(result.at({2, 2, 0}) - corner(8), kRounding);
    BOOST_TEST(result.at({1, 1, 0}) == 5);
}

// Bilinear interpolation leaves a slope a slope: I = x turned by an angle is x cos - y sin, wherever
// the place it comes from lies in the image.
BOOST_AUTO_TEST_CASE(a_slope_turns_by_the_angle_that_was_asked_for) {
    constexpr std::int64_t kSize = 21;
    constexpr double kRounding = 1e-5;  // of numbers up to 10 in single precision
    Tensor slope = Tensor::empty({kSize, kSize, 1});
    for (std::int64_t i = 0; i < slope.numel(); ++i) {
        slope.mutable_data()[i] = static_cast<Scalar>(i % kSize - 10);
    }
    for (int degrees = -360; degrees <= 360; degrees += 7) {
        const Tensor result = turned(slope, static_cast<Scalar>(degrees));
        for (std::int64_t y = -6; y <= 6; ++y) {
            for (std::int64_t x = -6; x <= 6; ++x) {  // 6 sqrt(2) is less than 10
                const double expected = static_cast<double>(x) * std::cos(degrees * kPi / 180) -
                                        static_cast<double>(y) * std::sin(degrees * kPi / 180);
                BOOST_REQUIRE_SMALL(result.at({10 + y, 10 + x, 0}) - expected, kRounding);
            }
        }
    }
}

// The angle is read from a slope: at the end of the row through the middle, I = x turned is 5 cos.
BOOST_AUTO_TEST_CASE(angles_are_drawn_evenly_between_the_limits) {
    const RandomRotation rotation(30, 60);
    Random random(11);
    double sum = 0;
    double least = 90;
    double most = 0;
    constexpr int kDraws = 2000;
    for (int i = 0; i < kDraws; ++i) {
        Tensor image = Tensor::empty({11, 11, 1});
        for (std::int64_t place = 0; place < image.numel(); ++place) {
            image.mutable_data()[place] = static_cast<Scalar>(place % 11 - 5);
        }
        rotation.apply(image, random);
        const double degrees = std::acos(image.at({5, 10, 0}) / 5.0) * 180 / kPi;
        sum += degrees;
        least = std::min(least, degrees);
        most = std::max(most, degrees);
    }
    BOOST_CHECK_SMALL(sum / kDraws - 45, 0.8);  // four deviations of a mean: 30 / sqrt(12 * 2000)
    BOOST_TEST(least > 29.99);
    BOOST_TEST(least < 30.2);
    BOOST_TEST(most > 59.8);
    BOOST_TEST(most < 60.01);
}

// Found once; to be found by every compiler on every platform.
BOOST_AUTO_TEST_CASE(every_platform_turns_to_the_same_numbers) {
    const Tensor result = turned(counted_image(4, 4), 33);
    BOOST_TEST(result.at({0, 1, 0}) == 2.80975175f);
    BOOST_TEST(result.at({1, 1, 0}) == 5.58636522f);
    BOOST_TEST(result.at({3, 2, 0}) == 13.6747169f);
}

BOOST_AUTO_TEST_CASE(an_image_without_numbers_stays_as_it_is) {
    const ShapeOnlyGuard guard;
    Tensor image = Tensor::empty({3, 3, 1});
    Random random(1);
    RandomRotation(10, 20).apply(image, random);
    BOOST_TEST(!image.has_numbers());
}

BOOST_AUTO_TEST_CASE(rejects_angles_that_are_none_and_what_is_no_image) {
    BOOST_TEST(message_of<std::invalid_argument>([] { RandomRotation(10, 5); }) ==
               "random_rotation: the degrees must be -360 <= low <= high <= 360, 10.000000 and "
               "5.000000 were given");
    BOOST_CHECK_THROW(RandomRotation(0, 361), std::invalid_argument);
    BOOST_CHECK_THROW(RandomRotation(-361, 0), std::invalid_argument);
    BOOST_CHECK_THROW(RandomRotation(0, std::numeric_limits<Scalar>::quiet_NaN()),
                      std::invalid_argument);
    BOOST_CHECK_THROW(turned(Tensor::zeros({2, 2}), 0), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
