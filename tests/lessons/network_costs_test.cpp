// precision: float
#include "lessons/support/network_costs.h"

#include "autograd/memory_pool.h"
#include "layers/flatten.h"
#include "layers/linear.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

Sequential one_dense_layer(const SmallCnnOptions& sizes) {
    const std::int64_t pixels = sizes.image_height * sizes.image_width * sizes.image_channels;
    return Sequential{Flatten(), Linear(pixels, sizes.class_count)};
}

Sequential gap_network(const SmallCnnOptions& sizes) {
    return small_cnn(Head::kGlobalAverage, sizes);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(network_costs_test)

BOOST_AUTO_TEST_CASE(a_dense_layer_has_a_weight_from_every_pixel_and_channel) {
    const NetworkCost cost =
        cost_of(one_dense_layer,
                {.image_height = 5, .image_width = 7, .image_channels = 3, .class_count = 4});
    BOOST_TEST(cost.trainable_parameters == 5 * 7 * 3 * 4 + 4);
    BOOST_TEST(cost.multiply_adds == 5 * 7 * 3 * 4);
}

BOOST_AUTO_TEST_CASE(the_convolutional_network_has_as_many_parameters_for_images_of_any_size) {
    const NetworkCost small = cost_of(gap_network, {});
    const NetworkCost large = cost_of(gap_network, {.image_height = 224, .image_width = 224});
    BOOST_TEST(small.trainable_parameters == 35674);
    BOOST_TEST(large.trainable_parameters == 35674);
    BOOST_TEST(large.multiply_adds > 60 * small.multiply_adds);  // 64 times the pixels
}

BOOST_AUTO_TEST_CASE(counting_takes_no_memory_for_the_weights) {
    const std::int64_t before = memory_statistics().peak_bytes;
    const NetworkCost cost = cost_of(
        one_dense_layer,
        {.image_height = 20000, .image_width = 20000, .image_channels = 3, .class_count = 1000});
    BOOST_TEST(cost.trainable_parameters == 1'200'000'001'000);
    BOOST_TEST(memory_statistics().peak_bytes == before);
}

BOOST_AUTO_TEST_SUITE_END()
