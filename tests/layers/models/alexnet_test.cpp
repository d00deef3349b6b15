// precision: float
#include "layers/models/alexnet.h"

#include "autograd/random.h"
#include "autograd/shape_only.h"
#include "layers/summary.h"
#include "tests/support/model_layers.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(alexnet_test)

BOOST_AUTO_TEST_CASE(has_the_known_layers_and_counts) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = alexnet();
    BOOST_TEST(model.parameter_count() == 60'965'224);
    check_layer_counts(layer_counts(model), R"(
        conv1 34944  conv2 307456  conv3 885120  conv4 663936  conv5 442624  fc6 37752832
        fc7 16781312  fc8 4097000)");
    BOOST_TEST(alexnet({.has_top = false}).parameter_count() == 60'965'224 - 58'631'144);
}

BOOST_AUTO_TEST_CASE(has_the_papers_maps) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = alexnet();
    BOOST_TEST(map_sizes(model, {1, 227, 227, 3}) ==
               "conv1 55x55x96, pool1 27x27x96, conv2 27x27x256, pool2 13x13x256, "
               "conv3 13x13x384, conv5 13x13x256, pool5 6x6x256, flatten 9216, fc6 4096, fc8 1000");
}

BOOST_AUTO_TEST_CASE(the_top_follows_the_size_of_the_images) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = alexnet({.image_height = 70, .image_width = 131, .image_channels = 1});
    BOOST_TEST(map_sizes(model, {1, 70, 131, 1}) ==
               "conv1 15x31x96, pool1 7x15x96, conv2 7x15x256, pool2 3x7x256, conv3 3x7x384, "
               "conv5 3x7x256, pool5 1x3x256, flatten 768, fc6 4096, fc8 1000");
}

BOOST_AUTO_TEST_CASE(gives_logits_and_gradients) {
    set_seed(1);
    Sequential model = alexnet({.image_height = 67,
                                .image_width = 67,
                                .image_channels = 1,
                                .class_count = 3,
                                .hidden = 16});
    check_trains(model, {2, 67, 67, 1}, 3);
}

BOOST_AUTO_TEST_CASE(rejects_sizes_that_cannot_be_built) {
    BOOST_TEST(message_of<std::invalid_argument>([] { alexnet({.image_height = 66}); }) ==
               "alexnet: images must be at least 67x67, 66x227 was given");
    BOOST_TEST(message_of<std::invalid_argument>([] { alexnet({.image_channels = 0}); }) ==
               "alexnet: the number of image channels must be at least 1, 0 was given");
    BOOST_TEST(message_of<std::invalid_argument>([] { alexnet({.class_count = 0}); }) ==
               "alexnet: the number of classes must be at least 1, 0 was given");
    BOOST_TEST(message_of<std::invalid_argument>([] { alexnet({.hidden = -4}); }) ==
               "alexnet: the number of hidden units must be at least 1, -4 was given");
}

BOOST_AUTO_TEST_SUITE_END()
