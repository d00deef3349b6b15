// precision: float
#include "lessons/support/place_network.h"

#include "autograd/error.h"
#include "autograd/random.h"
#include "lessons/support/coordinate_channels.h"
#include "lessons/support/differences.h"
#include "lessons/support/place_question.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

TrainingOptions quick() {
    TrainingOptions options;
    options.quick = true;
    return options;
}

// How much the logits of a network of random weights change when a shape moves.
double moved_by(std::int64_t step, Frame frame, const PlaceNetworkOptions& options) {
    const TrainingData data = place_question(frame, quick());
    set_seed(5);
    Sequential model = place_network(data.image_shape()[0], options);
    return difference_when_moved(model, data, frame, step);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(place_network_test)

BOOST_AUTO_TEST_CASE(poolings_divide_exactly_with_padding_and_without) {
    const Variable image(Tensor::zeros({2, 64, 64, 1}));
    BOOST_TEST(place_network(64, {})[0](image).shape().to_string() == "[2, 13, 13, 16]");
    BOOST_TEST(place_network(64, {.has_padding = true})[0](image).shape().to_string() ==
               "[2, 16, 16, 16]");
    for (const bool has_padding : {false, true}) {
        Sequential flatten =
            place_network(64, {.head = Head::kFlatten, .has_padding = has_padding});
        BOOST_TEST(flatten(image).shape().to_string() == "[2, 4]");
    }
}

BOOST_AUTO_TEST_CASE(coordinates_go_from_minus_one_to_one) {
    CoordinateChannels layer;
    const Variable image(Tensor::full({2, 3, 5, 1}, 7));
    const Tensor output = layer(image).value();
    BOOST_TEST(output.shape().to_string() == "[2, 3, 5, 3]");
    BOOST_TEST(output.at({1, 0, 0, 0}) == 7);
    BOOST_TEST(output.at({1, 0, 4, 1}) == -1);
    BOOST_TEST(output.at({1, 0, 4, 2}) == 1);
    BOOST_TEST(output.at({1, 1, 2, 1}) == 0);
    BOOST_TEST(output.at({0, 2, 0, 1}) == 1);
    BOOST_CHECK_THROW(layer(Variable(Tensor::zeros({2, 3}))), ShapeError);
}

// Far from the edge no window sees it and the shape at once, so that GAP cannot tell where the
// shape is, with padding or without. Near the edge some do.
BOOST_AUTO_TEST_CASE(gap_is_blind_to_shifts_by_the_total_stride_far_from_the_edge_only) {
    BOOST_TEST(is_equal({"moved", moved_by(kTotalStride, Frame::kWide, {})}));
    BOOST_TEST(is_equal({"moved", moved_by(kTotalStride, Frame::kWide, {.has_padding = true})}));
    BOOST_TEST(!is_equal({"moved", moved_by(1, Frame::kWide, {})}));
    BOOST_TEST(!is_equal({"moved", moved_by(kTotalStride, Frame::kClose, {})}));
    BOOST_TEST(!is_equal({"moved", moved_by(kTotalStride, Frame::kClose, {.has_padding = true})}));
    BOOST_TEST(
        !is_equal({"moved", moved_by(kTotalStride, Frame::kWide, {.has_coordinates = true})}));
    BOOST_TEST(
        !is_equal({"moved", moved_by(kTotalStride, Frame::kWide, {.head = Head::kFlatten})}));
}

BOOST_AUTO_TEST_CASE(what_leaves_an_image_on_one_side_comes_in_on_the_other) {
    const Tensor image = Tensor::from({1, 2, 3, 1}, {1, 2, 3, 4, 5, 6});
    BOOST_CHECK(same_bits(moved(image, {.down = 0, .right = 1}),
                          Tensor::from({1, 2, 3, 1}, {3, 1, 2, 6, 4, 5})));
    BOOST_CHECK(same_bits(moved(image, {.down = 1, .right = -1}),
                          Tensor::from({1, 2, 3, 1}, {5, 6, 4, 2, 3, 1})));
    BOOST_CHECK(same_bits(image, Tensor::from({1, 2, 3, 1}, {1, 2, 3, 4, 5, 6})));
}

BOOST_AUTO_TEST_CASE(a_close_frame_shows_the_same_places) {
    const TrainingData wide = place_question(Frame::kWide, quick());
    const TrainingData close = place_question(Frame::kClose, quick());
    BOOST_TEST(wide.image_shape().to_string() == "[64, 64, 1]");
    BOOST_TEST(close.image_shape().to_string() == "[36, 36, 1]");
    BOOST_TEST(wide.class_count() == 4);
    for (std::int64_t i = 0; i < 50; ++i) {
        BOOST_TEST(wide.test_images()->label(i) == close.test_images()->label(i));
    }
}

BOOST_AUTO_TEST_SUITE_END()
