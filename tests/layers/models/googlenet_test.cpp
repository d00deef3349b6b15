// precision: float
#include "layers/models/googlenet.h"

#include "autograd/error.h"
#include "autograd/random.h"
#include "autograd/shape_only.h"
#include "tests/support/model_layers.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(googlenet_test)

BOOST_AUTO_TEST_CASE(has_the_known_layers_and_counts) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = googlenet();
    BOOST_TEST(model.parameter_count() == 6'998'552);
    check_layer_counts(layer_counts(model), R"(
        conv1 9472  conv2_reduce 4160  conv2 110784  inception_3a.1x1.conv 12352
        inception_3a.3x3.reduce 18528  inception_3a.3x3.conv 110720  inception_3a.5x5.reduce 3088
        inception_3a.5x5.conv 12832  inception_3a.pool.project 6176  inception_3b.1x1.conv 32896
        inception_3b.3x3.reduce 32896  inception_3b.3x3.conv 221376  inception_3b.5x5.reduce 8224
        inception_3b.5x5.conv 76896  inception_3b.pool.project 16448  inception_4a.1x1.conv 92352
        inception_4a.3x3.reduce 46176  inception_4a.3x3.conv 179920  inception_4a.5x5.reduce 7696
        inception_4a.5x5.conv 19248  inception_4a.pool.project 30784  inception_4b.1x1.conv 82080
        inception_4b.3x3.reduce 57456  inception_4b.3x3.conv 226016  inception_4b.5x5.reduce 12312
        inception_4b.5x5.conv 38464  inception_4b.pool.project 32832  inception_4c.1x1.conv 65664
        inception_4c.3x3.reduce 65664  inception_4c.3x3.conv 295168  inception_4c.5x5.reduce 12312
        inception_4c.5x5.conv 38464  inception_4c.pool.project 32832  inception_4d.1x1.conv 57456
        inception_4d.3x3.reduce 73872  inception_4d.3x3.conv 373536  inception_4d.5x5.reduce 16416
        inception_4d.5x5.conv 51264  inception_4d.pool.project 32832  inception_4e.1x1.conv 135424
        inception_4e.3x3.reduce 84640  inception_4e.3x3.conv 461120  inception_4e.5x5.reduce 16928
        inception_4e.5x5.conv 102528  inception_4e.pool.project 67712  inception_5a.1x1.conv 213248
        inception_5a.3x3.reduce 133280  inception_5a.3x3.conv 461120  inception_5a.5x5.reduce 26656
        inception_5a.5x5.conv 102528  inception_5a.pool.project 106624  inception_5b.1x1.conv 319872
        inception_5b.3x3.reduce 159936  inception_5b.3x3.conv 663936  inception_5b.5x5.reduce 39984
        inception_5b.5x5.conv 153728  inception_5b.pool.project 106624  classifier 1025000)");
}

BOOST_AUTO_TEST_CASE(ends_with_the_last_inception_without_top) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = googlenet({.has_top = false});
    BOOST_TEST(model.parameter_count() == 5'973'552);
    BOOST_TEST(model.children().back().name == "inception_5b");
}

BOOST_AUTO_TEST_CASE(has_the_papers_maps) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = googlenet();
    BOOST_TEST(map_sizes(model, {1, 224, 224, 3}) ==
               "conv1 112x112x64, pool1 56x56x64, conv2 56x56x192, pool2 28x28x192, "
               "inception_3a 28x28x256, inception_3b 28x28x480, pool3 14x14x480, "
               "inception_4a 14x14x512, inception_4d 14x14x528, inception_4e 14x14x832, "
               "pool4 7x7x832, inception_5b 7x7x1024, pool5 1024, classifier 1000");
}

BOOST_AUTO_TEST_CASE(accepts_images_of_any_size_that_leaves_a_pixel) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = googlenet({.image_channels = 1, .has_top = false});
    BOOST_TEST(map_sizes(model, {1, 31, 95, 1}) ==
               "conv1 16x48x64, pool1 8x24x64, conv2 8x24x192, pool2 4x12x192, "
               "inception_3a 4x12x256, inception_3b 4x12x480, pool3 2x6x480, "
               "inception_4a 2x6x512, inception_4d 2x6x528, inception_4e 2x6x832, pool4 1x3x832, "
               "inception_5b 1x3x1024");
    BOOST_TEST(message_of<ShapeError>([&] {
                   map_sizes(model, {1, 30, 95, 1});
               }) ==
               "max_pool2d: the kernel 3x3 does not fit into images of 1x6 with padding 0x0 "
               "(given [1, 1, 6, 832])");
}

BOOST_AUTO_TEST_CASE(gives_logits_and_gradients) {
    set_seed(1);
    Sequential model = googlenet({.image_channels = 1, .class_count = 3});
    check_trains(model, {2, 31, 31, 1}, 3);
}

BOOST_AUTO_TEST_CASE(rejects_sizes_that_cannot_be_built) {
    BOOST_TEST(message_of<std::invalid_argument>([] { googlenet({.image_channels = 0}); }) ==
               "googlenet: the number of image channels must be at least 1, 0 was given");
    BOOST_TEST(message_of<std::invalid_argument>([] { googlenet({.class_count = 0}); }) ==
               "googlenet: the number of classes must be at least 1, 0 was given");
}

BOOST_AUTO_TEST_SUITE_END()
