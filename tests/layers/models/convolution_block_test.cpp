// precision: float
#include "layers/models/convolution_block.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;

BOOST_AUTO_TEST_SUITE(convolution_block_test)

BOOST_AUTO_TEST_CASE(three_layers_are_added_under_their_number) {
    Sequential layers;
    add_convolution_block(layers, 7, 2, 5);
    const auto children = layers.children();
    BOOST_TEST_REQUIRE(children.size() == 3u);
    BOOST_TEST(children[0].name == "conv7");
    BOOST_TEST(children[1].name == "norm7");
    BOOST_TEST(children[2].name == "relu7");
    BOOST_TEST(layers.trainable_parameter_count() == 9 * 2 * 5 + 2 * 5);  // no bias
}

BOOST_AUTO_TEST_CASE(maps_keep_their_size_unless_there_is_no_padding) {
    Sequential padded, bare;
    add_convolution_block(padded, 0, 1, 3);
    add_convolution_block(bare, 0, 1, 3, /*padding=*/0);
    const Variable maps(Tensor::full({2, 6, 5, 1}, 1));
    BOOST_CHECK(padded(maps).shape() == (Shape{2, 6, 5, 3}));
    BOOST_CHECK(bare(maps).shape() == (Shape{2, 4, 3, 3}));
}

BOOST_AUTO_TEST_SUITE_END()
