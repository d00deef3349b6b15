// precision: float
#include "layers/models/mobilenet_v1.h"

#include "autograd/error.h"
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

std::int64_t total_of(const MobileNetV1Options& options) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = mobilenet_v1(options);
    return summarize(model, {1, 224, 224, options.image_channels}).total_parameters();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mobilenet_v1_test)

BOOST_AUTO_TEST_CASE(has_keras_layers_and_counts) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = mobilenet_v1();
    BOOST_TEST(total_of({}) == 4'253'864);
    check_layer_counts(layer_counts(model), R"(
        conv1 864  conv1_bn 128  conv_dw_1 288  conv_dw_1_bn 128  conv_pw_1 2048  conv_pw_1_bn 256
        conv_dw_2 576  conv_dw_2_bn 256  conv_pw_2 8192  conv_pw_2_bn 512  conv_dw_3 1152
        conv_dw_3_bn 512  conv_pw_3 16384  conv_pw_3_bn 512  conv_dw_4 1152  conv_dw_4_bn 512
        conv_pw_4 32768  conv_pw_4_bn 1024  conv_dw_5 2304  conv_dw_5_bn 1024  conv_pw_5 65536
        conv_pw_5_bn 1024  conv_dw_6 2304  conv_dw_6_bn 1024  conv_pw_6 131072  conv_pw_6_bn 2048
        conv_dw_7 4608  conv_dw_7_bn 2048  conv_pw_7 262144  conv_pw_7_bn 2048  conv_dw_8 4608
        conv_dw_8_bn 2048  conv_pw_8 262144  conv_pw_8_bn 2048  conv_dw_9 4608  conv_dw_9_bn 2048
        conv_pw_9 262144  conv_pw_9_bn 2048  conv_dw_10 4608  conv_dw_10_bn 2048
        conv_pw_10 262144  conv_pw_10_bn 2048  conv_dw_11 4608  conv_dw_11_bn 2048
        conv_pw_11 262144  conv_pw_11_bn 2048  conv_dw_12 4608  conv_dw_12_bn 2048
        conv_pw_12 524288  conv_pw_12_bn 4096  conv_dw_13 9216  conv_dw_13_bn 4096
        conv_pw_13 1048576  conv_pw_13_bn 4096  conv_preds 1025000)");
}

BOOST_AUTO_TEST_CASE(ends_with_the_last_activation_without_top) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = mobilenet_v1({.has_top = false});
    const ModelSummary found = summarize(model, {1, 224, 224, 3});
    BOOST_TEST(found.total_parameters() == 3'228'864);
    BOOST_TEST(found.trainable_parameters == 3'206'976);
    BOOST_TEST(model.children().back().name == "conv_pw_13_relu");
}

// The counts that Keras's own narrower networks have.
BOOST_AUTO_TEST_CASE(is_narrower_by_its_width_multiplier) {
    BOOST_TEST(total_of({.width_multiplier = 0.75}) == 2'601'976);
    BOOST_TEST(total_of({.width_multiplier = 0.5}) == 1'342'536);
    BOOST_TEST(total_of({.width_multiplier = 0.25}) == 475'544);
    BOOST_TEST(total_of({.width_multiplier = 0.25, .has_top = false}) == 218'544);
}

BOOST_AUTO_TEST_CASE(has_the_papers_maps) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = mobilenet_v1();
    BOOST_TEST(map_sizes(model, {1, 224, 224, 3}) ==
               "conv1 112x112x32, conv_pw_1 112x112x64, conv_dw_2 56x56x64, conv_pw_2 56x56x128, "
               "conv_dw_4 28x28x128, conv_pw_4 28x28x256, conv_dw_6 14x14x256, "
               "conv_pw_6 14x14x512, conv_dw_12 7x7x512, conv_pw_12 7x7x1024, "
               "global_average_pooling2d 1024, reshape_1 1x1x1024, conv_preds 1x1x1000, "
               "reshape_2 1000");
}

// conv1 rounds up ("same"), the blocks round down: Keras pads them without asking for the size.
BOOST_AUTO_TEST_CASE(accepts_images_of_odd_sizes_and_rounds_them_as_keras_does) {
    const ShapeOnlyGuard shapes_only;
    Sequential model = mobilenet_v1({.has_top = false});
    BOOST_TEST(map_sizes(model, {1, 31, 93, 3}) ==
               "conv1 16x47x32, conv_pw_1 16x47x64, conv_dw_2 8x23x64, conv_pw_2 8x23x128, "
               "conv_dw_4 4x11x128, conv_pw_4 4x11x256, conv_dw_6 2x5x256, conv_pw_6 2x5x512, "
               "conv_dw_12 1x2x512, conv_pw_12 1x2x1024");
    BOOST_TEST(
        message_of<ShapeError>([&] {
            summarize(model, {1, 30, 93, 3});
        }).find("depthwise_conv2d at conv_dw_12: the filter covers 3 pixels of the height") == 0u);
}

// With stride 2 the first output sees the first three rows and columns: no zeros above, none left.
BOOST_AUTO_TEST_CASE(pads_at_the_bottom_and_right_only_where_the_stride_is_two) {
    Sequential model = mobilenet_v1({.image_channels = 1, .width_multiplier = 1.0 / 32});
    for (const NamedModule& child : model.children()) {
        if (child.name != "conv_dw_2") {
            continue;
        }
        Tensor weight = child.module->own_parameters()[0].parameter.value();  // [3, 3, 1, 2]
        weight.fill(1);
        const Variable ones(Tensor::full({1, 4, 4, 2}, 1));
        const Tensor seen = (*child.module)(ones).value();
        BOOST_TEST(seen.at({0, 0, 0, 0}) == 9);
        BOOST_TEST(seen.at({0, 0, 1, 0}) == 6);
        BOOST_TEST(seen.at({0, 1, 1, 1}) == 4);
        return;
    }
    BOOST_ERROR("there is no conv_dw_2");
}

BOOST_AUTO_TEST_CASE(gives_logits_and_gradients) {
    set_seed(1);
    Sequential model =
        mobilenet_v1({.image_channels = 2, .class_count = 3, .width_multiplier = 0.125});
    check_trains(model, {4, 33, 33, 2}, 3);
}

BOOST_AUTO_TEST_CASE(rejects_sizes_that_cannot_be_built) {
    BOOST_TEST(message_of<std::invalid_argument>([] { mobilenet_v1({.image_channels = 0}); }) ==
               "mobilenet_v1: the number of image channels must be at least 1, 0 was given");
    BOOST_TEST(message_of<std::invalid_argument>([] { mobilenet_v1({.class_count = 0}); }) ==
               "mobilenet_v1: the number of classes must be at least 1, 0 was given");
    BOOST_TEST(
        message_of<std::invalid_argument>([] { mobilenet_v1({.width_multiplier = 0.03}); }) ==
        "mobilenet_v1: width_multiplier must be between 0.03125 and 64, 0.03 was given");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const double wrong : {0.0, -1.0, 65.0, nan}) {
        BOOST_CHECK_THROW(mobilenet_v1({.width_multiplier = wrong}), std::invalid_argument);
    }
}

BOOST_AUTO_TEST_SUITE_END()
