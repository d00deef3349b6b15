// precision: float
#include "datasets/image_grid.h"

#include "autograd/error.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

constexpr Scalar kNan = std::numeric_limits<Scalar>::quiet_NaN();

void check_numbers(const Tensor& actual, const Shape& shape, const std::vector<Scalar>& expected) {
    BOOST_TEST(same_bits(actual, Tensor::from(shape, expected)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(image_grid_test)

BOOST_AUTO_TEST_CASE(images_lie_side_by_side_with_gaps) {
    const Tensor images = Tensor::from({3, 1, 2, 1}, {0.1f, 0.2f, 0.3f, 0.4f, 0.6f, 0.7f});
    check_numbers(image_grid(images, {.columns = 2, .gap = 1, .background = 0}), {3, 5, 1},
                  {0.1f, 0.2f, 0, 0.3f, 0.4f,  //
                   0, 0, 0, 0, 0,              //
                   0.6f, 0.7f, 0, 0, 0});
    check_numbers(image_grid(images, {.columns = 3, .gap = 0}), {1, 6, 1},
                  {0.1f, 0.2f, 0.3f, 0.4f, 0.6f, 0.7f});
    // More columns than images are as many as there are images.
    check_numbers(image_grid(images, {.columns = 9, .gap = 0}), {1, 6, 1},
                  {0.1f, 0.2f, 0.3f, 0.4f, 0.6f, 0.7f});
}

BOOST_AUTO_TEST_CASE(without_a_number_of_columns_the_grid_is_about_square) {
    for (const auto& [count, columns] : std::vector<std::pair<std::int64_t, std::int64_t>>{
             {1, 1}, {2, 2}, {4, 2}, {5, 3}, {10, 4}}) {
        const Tensor grid = image_grid(Tensor::zeros({count, 1, 1, 1}), {.gap = 0});
        BOOST_TEST((grid.shape() == Shape{(count + columns - 1) / columns, columns, 1}));
    }
}

BOOST_AUTO_TEST_CASE(zoom_makes_pixels_large_and_leaves_gaps) {
    const Tensor images = Tensor::from({2, 1, 1, 3}, {0, 0.25f, 0.5f, 1, 0.75f, 0.125f});
    check_numbers(
        image_grid(images, {.gap = 1, .zoom = 2, .background = 0.5f}), {2, 5, 3},
        {0,      0.25f, 0.5f, 0, 0.25f, 0.5f, 0.5f, 0.5f, 0.5f, 1, 0.75f, 0.125f, 1, 0.75f,
         0.125f,  //
         0,      0.25f, 0.5f, 0, 0.25f, 0.5f, 0.5f, 0.5f, 0.5f, 1, 0.75f, 0.125f, 1, 0.75f,
         0.125f});
}

BOOST_AUTO_TEST_CASE(feature_maps_are_scaled_each_or_together) {
    // Two maps [1, 2], interleaved: 0 2 and 1 5.
    const Tensor maps = Tensor::from({1, 2, 2}, {0, 1, 2, 5});
    check_numbers(feature_map_grid(maps, MapScale::kEach, {.gap = 0}), {1, 4, 1}, {0, 1, 0, 1});
    check_numbers(feature_map_grid(maps, MapScale::kTogether, {.gap = 0}), {1, 4, 1},
                  {0, 0.4f, 0.2f, 1});
    const Tensor flat = Tensor::full({2, 2, 1}, 7);
    check_numbers(feature_map_grid(flat), {2, 2, 1}, {0, 0, 0, 0});
}

// Weights [1, 1, 2 in, 2 out]: in 0 has 2 and -1, in 1 has 0 and -2.
BOOST_AUTO_TEST_CASE(filters_have_a_row_for_each_output_and_colours_around_white) {
    const Tensor filters = Tensor::from({1, 1, 2, 2}, {2, -1, 0, -2});
    const Tensor grid = filter_grid(filters, {.columns = 99, .gap = 0});
    BOOST_TEST((grid.shape() == Shape{2, 2, 3}));
    const auto is_red = [&](std::int64_t y, std::int64_t x) {
        return grid.at({y, x, 0}) > grid.at({y, x, 2});
    };
    BOOST_TEST(is_red(0, 0));  // output 0: 2, 0
    for (std::int64_t c = 0; c < 3; ++c) {
        BOOST_TEST(grid.at({0, 1, c}) == 1);
    }
    BOOST_TEST(!is_red(1, 0));  // output 1: -1, -2
    BOOST_TEST(!is_red(1, 1));
    BOOST_TEST(grid.at({1, 0, 0}) > grid.at({1, 1, 0}));  // half as far from white
    check_numbers(filter_grid(Tensor::zeros({1, 1, 1, 1})), {1, 1, 3}, {1, 1, 1});
}

BOOST_AUTO_TEST_CASE(a_nan_is_seen_where_it_is) {
    const Tensor maps = Tensor::from({1, 3, 1}, {0, kNan, 4});
    const Tensor grid = feature_map_grid(maps);
    BOOST_TEST(grid.at({0, 0, 0}) == 0);
    BOOST_TEST(std::isnan(grid.at({0, 1, 0})));
    BOOST_TEST(grid.at({0, 2, 0}) == 1);
    BOOST_TEST(std::isnan(feature_map_grid(Tensor::from({1, 2, 1}, {kNan, 4})).at({0, 1, 0})));
    BOOST_TEST(std::isnan(filter_grid(Tensor::from({1, 2, 1, 1}, {1, kNan})).at({0, 1, 0})));
}

BOOST_AUTO_TEST_CASE(rejects_other_shapes_and_says_so) {
    BOOST_TEST(message_of<ShapeError>([] {
                   image_grid(Tensor::zeros({2, 3, 3, 2}));
               }) ==
               "image_grid: needs images [count, height, width, channels] with 1 or 3 channels, "
               "Tensor [2, 3, 3, 2] was given");
    BOOST_TEST(message_of<ShapeError>([] {
                   feature_map_grid(Tensor::zeros({3, 3}));
               }) ==
               "feature_map_grid: needs maps [height, width, channels], Tensor [3, 3] was given");
    BOOST_TEST(message_of<ShapeError>([] {
                   filter_grid(Tensor::zeros({3, 3, 2}));
               }) ==
               "filter_grid: needs filters [height, width, in, out], Tensor [3, 3, 2] was given");
    BOOST_CHECK_THROW(image_grid(Tensor()), ShapeError);
    BOOST_CHECK_THROW(image_grid(Tensor::zeros({0, 3, 3, 1})), ShapeError);
    BOOST_CHECK_THROW(feature_map_grid(Tensor::zeros({3, 0, 3})), ShapeError);
    BOOST_CHECK_THROW(filter_grid(Tensor::zeros({3, 3, 0, 1})), ShapeError);
}

BOOST_AUTO_TEST_CASE(rejects_impossible_options) {
    const Tensor images = Tensor::zeros({1, 1, 1, 1});
    BOOST_TEST(message_of<std::invalid_argument>([&] { image_grid(images, {.gap = -1}); }) ==
               "image_grid: columns and gap must be at least 0 and zoom at least 1; columns 0, gap "
               "-1 and zoom 1 were given");
    BOOST_CHECK_THROW(image_grid(images, {.columns = -1}), std::invalid_argument);
    BOOST_CHECK_THROW(image_grid(images, {.zoom = 0}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
