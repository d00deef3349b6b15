// precision: float
#include "layers/models/vgg16.h"

#include "autograd/random.h"
#include "autograd/shape_only.h"
#include "layers/summary.h"
#include "tests/support/model_layers.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(vgg16_test)

BOOST_AUTO_TEST_CASE(has_keras_layers_and_counts) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = vgg16();
    BOOST_TEST(model.parameter_count() == 138'357'544);
    BOOST_TEST(model.named_buffers().empty());
    check_layer_counts(layer_counts(model), R"(
        block1_conv1 1792  block1_conv2 36928  block2_conv1 73856  block2_conv2 147584
        block3_conv1 295168  block3_conv2 590080  block3_conv3 590080  block4_conv1 1180160
        block4_conv2 2359808  block4_conv3 2359808  block5_conv1 2359808  block5_conv2 2359808
        block5_conv3 2359808  fc1 102764544  fc2 16781312  predictions 4097000)");
}

BOOST_AUTO_TEST_CASE(ends_with_the_last_pooling_without_top) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = vgg16({.has_top = false});
    BOOST_TEST(model.parameter_count() == 14'714'688);
    BOOST_TEST(model.children().back().name == "block5_pool");
    BOOST_TEST(summarize(model, {1, 224, 224, 3}).rows.back().output_shape.to_string() ==
               "[1, 7, 7, 512]");
}

BOOST_AUTO_TEST_CASE(has_the_papers_maps) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = vgg16();
    BOOST_TEST(map_sizes(model, {1, 224, 224, 3}) ==
               "block1_conv1 224x224x64, block1_pool 112x112x64, block2_conv1 112x112x128, "
               "block2_pool 56x56x128, block3_conv1 56x56x256, block3_pool 28x28x256, "
               "block4_conv1 28x28x512, block4_pool 14x14x512, block5_pool 7x7x512, "
               "flatten 25088, fc1 4096, predictions 1000");
}

BOOST_AUTO_TEST_CASE(the_top_follows_the_size_of_the_images) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = vgg16({.image_height = 63, .image_width = 100, .image_channels = 1});
    BOOST_TEST(map_sizes(model, {1, 63, 100, 1}) ==
               "block1_conv1 63x100x64, block1_pool 31x50x64, block2_conv1 31x50x128, "
               "block2_pool 15x25x128, block3_conv1 15x25x256, block3_pool 7x12x256, "
               "block4_conv1 7x12x512, block4_pool 3x6x512, block5_pool 1x3x512, flatten 1536, "
               "fc1 4096, predictions 1000");
}

BOOST_AUTO_TEST_CASE(gives_logits_and_gradients) {
    set_seed(1);
    Sequential model = vgg16({.image_height = 32,
                              .image_width = 32,
                              .image_channels = 1,
                              .class_count = 3,
                              .hidden = 8});
    check_trains(model, {1, 32, 32, 1}, 3);
}

BOOST_AUTO_TEST_CASE(rejects_sizes_that_cannot_be_built) {
    BOOST_TEST(message_of<std::invalid_argument>([] { vgg16({.image_width = 31}); }) ==
               "vgg16: images must be at least 32x32, 224x31 was given");
    BOOST_TEST(message_of<std::invalid_argument>([] { vgg16({.image_channels = 0}); }) ==
               "vgg16: the number of image channels must be at least 1, 0 was given");
    BOOST_TEST(message_of<std::invalid_argument>([] { vgg16({.class_count = -1}); }) ==
               "vgg16: the number of classes must be at least 1, -1 was given");
    BOOST_TEST(message_of<std::invalid_argument>([] { vgg16({.hidden = 0}); }) ==
               "vgg16: the number of hidden units must be at least 1, 0 was given");
}

BOOST_AUTO_TEST_SUITE_END()
