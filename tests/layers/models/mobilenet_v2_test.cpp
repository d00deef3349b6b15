// precision: float
#include "layers/models/mobilenet_v2.h"

#include "autograd/random.h"
#include "autograd/shape_only.h"
#include "layers/summary.h"
#include "tests/support/model_layers.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

std::int64_t total_of(double width_multiplier, bool has_top) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = mobilenet_v2({.width_multiplier = width_multiplier, .has_top = has_top});
    return summarize(model, {1, 224, 224, 3}).total_parameters();
}

// Keras has one flat list of layers: "block_1_expand" stands in "block_1.block_1_expand" here.
std::vector<LayerCount> with_flat_names(std::vector<LayerCount> counts) {
    for (LayerCount& layer : counts) {
        const std::size_t dot = layer.path.find('.');
        if (dot != std::string::npos) {
            BOOST_TEST(layer.path.compare(dot + 1, dot, layer.path, 0, dot) == 0, layer.path);
            layer.path.erase(0, dot + 1);
        }
    }
    return counts;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mobilenet_v2_test)

BOOST_AUTO_TEST_CASE(has_keras_layers_and_counts) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = mobilenet_v2();
    check_layer_counts(with_flat_names(layer_counts(model)), R"(
        Conv1 864  bn_Conv1 128  expanded_conv_depthwise 288  expanded_conv_depthwise_BN 128
        expanded_conv_project 512  expanded_conv_project_BN 64  block_1_expand 1536
        block_1_expand_BN 384  block_1_depthwise 864  block_1_depthwise_BN 384
        block_1_project 2304  block_1_project_BN 96  block_2_expand 3456  block_2_expand_BN 576
        block_2_depthwise 1296  block_2_depthwise_BN 576  block_2_project 3456
        block_2_project_BN 96  block_3_expand 3456  block_3_expand_BN 576  block_3_depthwise 1296
        block_3_depthwise_BN 576  block_3_project 4608  block_3_project_BN 128
        block_4_expand 6144  block_4_expand_BN 768  block_4_depthwise 1728
        block_4_depthwise_BN 768  block_4_project 6144  block_4_project_BN 128
        block_5_expand 6144  block_5_expand_BN 768  block_5_depthwise 1728
        block_5_depthwise_BN 768  block_5_project 6144  block_5_project_BN 128
        block_6_expand 6144  block_6_expand_BN 768  block_6_depthwise 1728
        block_6_depthwise_BN 768  block_6_project 12288  block_6_project_BN 256
        block_7_expand 24576  block_7_expand_BN 1536  block_7_depthwise 3456
        block_7_depthwise_BN 1536  block_7_project 24576  block_7_project_BN 256
        block_8_expand 24576  block_8_expand_BN 1536  block_8_depthwise 3456
        block_8_depthwise_BN 1536  block_8_project 24576  block_8_project_BN 256
        block_9_expand 24576  block_9_expand_BN 1536  block_9_depthwise 3456
        block_9_depthwise_BN 1536  block_9_project 24576  block_9_project_BN 256
        block_10_expand 24576  block_10_expand_BN 1536  block_10_depthwise 3456
        block_10_depthwise_BN 1536  block_10_project 36864  block_10_project_BN 384
        block_11_expand 55296  block_11_expand_BN 2304  block_11_depthwise 5184
        block_11_depthwise_BN 2304  block_11_project 55296  block_11_project_BN 384
        block_12_expand 55296  block_12_expand_BN 2304  block_12_depthwise 5184
        block_12_depthwise_BN 2304  block_12_project 55296  block_12_project_BN 384
        block_13_expand 55296  block_13_expand_BN 2304  block_13_depthwise 5184
        block_13_depthwise_BN 2304  block_13_project 92160  block_13_project_BN 640
        block_14_expand 153600  block_14_expand_BN 3840  block_14_depthwise 8640
        block_14_depthwise_BN 3840  block_14_project 153600  block_14_project_BN 640
        block_15_expand 153600  block_15_expand_BN 3840  block_15_depthwise 8640
        block_15_depthwise_BN 3840  block_15_project 153600  block_15_project_BN 640
        block_16_expand 153600  block_16_expand_BN 3840  block_16_depthwise 8640
        block_16_depthwise_BN 3840  block_16_project 307200  block_16_project_BN 1280
        Conv_1 409600  Conv_1_bn 5120  predictions 1281000)");
}

// The counts that Keras's own networks have. 1280 maps are as many at 0.35, and 1792 at 1.4.
BOOST_AUTO_TEST_CASE(has_keras_counts_at_every_width) {
    BOOST_TEST(total_of(1, false) == 2'257'984);
    BOOST_TEST(total_of(1, true) == 3'538'984);
    BOOST_TEST(total_of(0.35, false) == 410'208);
    BOOST_TEST(total_of(0.5, false) == 706'224);
    BOOST_TEST(total_of(0.75, false) == 1'382'064);
    BOOST_TEST(total_of(1.3, false) == 3'766'048);
    BOOST_TEST(total_of(1.4, false) == 4'363'712);
    BOOST_TEST(total_of(1.4, true) == 6'156'712);
}

BOOST_AUTO_TEST_CASE(has_the_papers_maps) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = mobilenet_v2();
    BOOST_TEST(map_sizes(model, {1, 224, 224, 3}) ==
               "Conv1 112x112x32, expanded_conv 112x112x16, block_1 56x56x24, block_3 28x28x32, "
               "block_6 14x14x64, block_10 14x14x96, block_13 7x7x160, block_16 7x7x320, "
               "Conv_1 7x7x1280, global_average_pooling2d 1280, predictions 1000");
}

BOOST_AUTO_TEST_CASE(accepts_images_of_any_size_and_rounds_up) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = mobilenet_v2({.image_channels = 1, .has_top = false});
    BOOST_TEST(map_sizes(model, {1, 33, 225, 1}) ==
               "Conv1 17x113x32, expanded_conv 17x113x16, block_1 9x57x24, block_3 5x29x32, "
               "block_6 3x15x64, block_10 3x15x96, block_13 2x8x160, block_16 2x8x320, "
               "Conv_1 2x8x1280");
    BOOST_TEST(model.children().back().name == "out_relu");
    BOOST_TEST(map_sizes(model, {1, 1, 1, 1}) ==
               "Conv1 1x1x32, expanded_conv 1x1x16, block_1 1x1x24, block_3 1x1x32, "
               "block_6 1x1x64, block_10 1x1x96, block_13 1x1x160, block_16 1x1x320, "
               "Conv_1 1x1x1280");
}

BOOST_AUTO_TEST_CASE(gives_logits_and_gradients) {
    set_seed(1);
    Sequential model =
        mobilenet_v2({.image_channels = 2, .class_count = 3, .width_multiplier = 0.1});
    check_trains(model, {4, 33, 33, 2}, 3);
}

BOOST_AUTO_TEST_CASE(rejects_sizes_that_cannot_be_built) {
    BOOST_TEST(message_of<std::invalid_argument>([] { mobilenet_v2({.image_channels = 0}); }) ==
               "mobilenet_v2: the number of image channels must be at least 1, 0 was given");
    BOOST_TEST(message_of<std::invalid_argument>([] { mobilenet_v2({.class_count = 0}); }) ==
               "mobilenet_v2: the number of classes must be at least 1, 0 was given");
    BOOST_TEST(message_of<std::invalid_argument>([] { mobilenet_v2({.width_multiplier = 100}); }) ==
               "mobilenet_v2: width_multiplier must be between 0.01 and 64, 100 was given");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const double wrong : {0.0, -1.0, nan}) {
        BOOST_CHECK_THROW(mobilenet_v2({.width_multiplier = wrong}), std::invalid_argument);
    }
}

BOOST_AUTO_TEST_SUITE_END()
