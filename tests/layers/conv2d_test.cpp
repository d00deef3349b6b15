// precision: float, double
#include "layers/conv2d.h"

#include "autograd/error.h"
#include "layers/depthwise_conv2d.h"
#include "layers/sequential.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

Variable conv(const Tensor& input, const Tensor& weight, const Conv2dOptions& options = {}) {
    return conv2d(Variable(input), Variable(weight), Variable(), options);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conv2d_test)

//   1 2 3     1 0     1*1 + 2*0 + 4*0 + 5*2 = 11   2 + 2*6 = 14
//   4 5 6  *  0 2  =  4 + 2*8 = 20                 5 + 2*9 = 23
//   7 8 9
BOOST_AUTO_TEST_CASE(slides_a_filter_over_a_picture_by_hand) {
    const Tensor picture = Tensor::from({1, 3, 3, 1}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
    const Tensor filter = Tensor::from({2, 2, 1, 1}, {1, 0, 0, 2});
    BOOST_TEST(
        same_bits(conv(picture, filter).value(), Tensor::from({1, 2, 2, 1}, {11, 14, 20, 23})));
    const Variable with_bias =
        conv2d(Variable(picture), Variable(filter), Variable(Tensor::from({1}, {100})));
    BOOST_TEST(same_bits(with_bias.value(), Tensor::from({1, 2, 2, 1}, {111, 114, 120, 123})));
}

BOOST_AUTO_TEST_CASE(backward_by_hand) {
    const Variable picture = leaf(Tensor::from({1, 3, 3, 1}, {1, 2, 3, 4, 5, 6, 7, 8, 9}));
    const Variable filter = leaf(Tensor::from({2, 2, 1, 1}, {1, 0, 0, 2}));
    const Variable bias = leaf(Tensor::from({1}, {0}));
    conv2d(picture, filter, bias).backward(Tensor::full({1, 2, 2, 1}, 1));
    BOOST_TEST(same_bits(picture.grad(), Tensor::from({1, 3, 3, 1}, {1, 1, 0, 1, 3, 2, 0, 2, 2})));
    BOOST_TEST(same_bits(filter.grad(), Tensor::from({2, 2, 1, 1}, {12, 16, 24, 28})));
    BOOST_TEST(same_bits(bias.grad(), Tensor::from({1}, {4})));
}

BOOST_AUTO_TEST_CASE(output_sizes_follow_the_formula) {
    const Tensor weight = Tensor::zeros({3, 3, 2, 4});
    const auto shape = [&](std::int64_t height, std::int64_t width, const Conv2dOptions& options) {
        return conv(Tensor::zeros({1, height, width, 2}), weight, options).shape().to_string();
    };
    BOOST_TEST(shape(28, 28, {}) == "[1, 26, 26, 4]");
    BOOST_TEST(shape(28, 28, {.padding = 1}) == "[1, 28, 28, 4]");
    BOOST_TEST(shape(28, 27, {.stride = 2, .padding = 1}) == "[1, 14, 14, 4]");
    BOOST_TEST(shape(28, 28, {.padding = 2, .dilation = 2}) == "[1, 28, 28, 4]");
    BOOST_TEST(shape(5, 9, {.stride = {1, 3}, .padding = {0, 1, 2, 0}}) == "[1, 4, 3, 4]");
}

BOOST_AUTO_TEST_CASE(same_padding_rounds_up_and_puts_the_odd_row_at_the_bottom) {
    const Conv2dOptions strided{.stride = 2, .padding = Padding2d::same()};
    const Tensor weight = Tensor::full({3, 3, 1, 1}, 1);
    BOOST_TEST(conv(Tensor::zeros({1, 7, 8, 1}), weight, strided).shape().to_string() ==
               "[1, 4, 4, 1]");
    // Even size: one row and column of zeros at the bottom and the right alone. The first output
    // sees nine ones, the last only four.
    const Variable ones = conv(Tensor::full({1, 4, 4, 1}, 1), weight, strided);
    BOOST_TEST(same_bits(ones.value(), Tensor::from({1, 2, 2, 1}, {9, 6, 6, 4})));
}

BOOST_AUTO_TEST_CASE(groups_do_not_see_each_other) {
    // Two groups of one channel: the first is doubled, the second tripled.
    const Tensor image = Tensor::from({1, 1, 2, 2}, {1, 10, 2, 20});
    const Tensor weight = Tensor::from({1, 1, 1, 2}, {2, 3});
    BOOST_TEST(same_bits(conv(image, weight, {.groups = 2}).value(),
                         Tensor::from({1, 1, 2, 2}, {2, 30, 4, 60})));
}

BOOST_AUTO_TEST_CASE(an_empty_batch_gives_an_empty_result_and_zero_gradients) {
    const Variable weight = leaf(random_tensor({3, 3, 2, 4}, 1));
    const Variable bias = leaf(random_tensor({4}, 2));
    const Variable output = conv2d(Variable(Tensor::empty({0, 5, 5, 2})), weight, bias);
    BOOST_TEST(output.shape().to_string() == "[0, 3, 3, 4]");
    output.backward(Tensor::empty({0, 3, 3, 4}));
    BOOST_TEST(same_bits(weight.grad(), Tensor::zeros({3, 3, 2, 4})));
    BOOST_TEST(same_bits(bias.grad(), Tensor::zeros({4})));
}

BOOST_AUTO_TEST_CASE(a_bias_can_be_trained_while_the_filter_is_frozen) {
    const Variable weight(random_tensor({3, 3, 2, 4}, 1));
    const Variable bias = leaf(random_tensor({4}, 2));
    conv2d(Variable(random_tensor({1, 3, 3, 2}, 3)), weight, bias)
        .backward(Tensor::full({1, 1, 1, 4}, 1));
    BOOST_TEST(same_bits(bias.grad(), Tensor::full({4}, 1)));
}

#ifdef STEPGRAD_SCALAR_DOUBLE
BOOST_AUTO_TEST_CASE(has_the_right_gradients_over_awkward_sizes) {
    struct Case {
        Shape input;
        Shape weight;
        Conv2dOptions options;
    };
    const std::vector<Case> cases = {
        {{1, 1, 1, 1}, {1, 1, 1, 1}, {}},
        {{2, 5, 4, 3}, {3, 3, 3, 2}, {.padding = 1}},
        {{1, 6, 7, 2}, {3, 2, 2, 3}, {.stride = {2, 3}, .padding = {1, 0, 2, 1}}},
        {{2, 7, 6, 1}, {3, 3, 1, 5}, {.padding = 2, .dilation = {2, 1}}},
        {{1, 5, 5, 4}, {3, 3, 2, 6}, {.stride = 2, .padding = Padding2d::same(), .groups = 2}},
        {{2, 4, 5, 3}, {3, 3, 1, 3}, {.padding = 1, .groups = 3}},
        {{1, 5, 4, 2}, {2, 3, 1, 2}, {.stride = {2, 1}, .padding = 1, .dilation = 2, .groups = 2}},
        {{1, 4, 4, 2}, {3, 3, 1, 4}, {.padding = 1, .groups = 2}},
    };
    for (const Case& given : cases) {
        BOOST_TEST_CONTEXT(given.input.to_string() << " * " << given.weight.to_string()) {
            const auto convolved = [&](const std::vector<Variable>& in) {
                return conv2d(in[0], in[1], in[2], given.options);
            };
            const Tensor input = random_tensor(given.input, 1);
            const Tensor weight = random_tensor(given.weight, 2);
            const Tensor bias = random_tensor({given.weight[3]}, 3);
            check_gradients(convolved, {leaf(input), leaf(weight), leaf(bias)});
            // Each alone: what is not wanted must not be needed.
            check_gradients(convolved, {leaf(input), Variable(weight), Variable(bias)});
            check_gradients(convolved, {Variable(input), leaf(weight), Variable(bias)});
            check_gradients(convolved, {Variable(input), Variable(weight), leaf(bias)});
            check_gradients(convolved, {leaf(input), leaf(weight), Variable()});
        }
    }
}
#endif

BOOST_AUTO_TEST_CASE(errors_name_the_rule_the_shapes_and_the_layer) {
    const Tensor image = Tensor::zeros({32, 28, 28, 3});
    const Tensor weight = Tensor::zeros({3, 3, 4, 8});
    const auto message = [&](const Tensor& input, const Tensor& w, const Conv2dOptions& options) {
        return message_of<ShapeError>([&] { conv(input, w, options); });
    };
    BOOST_TEST(message(image, weight, {}) ==
               "conv2d: input has 3 channels but weight [3, 3, 4, 8] expects 4 "
               "(given [32, 28, 28, 3], [3, 3, 4, 8], nothing)");
    BOOST_TEST(message(Tensor::zeros({28, 28}), weight, {}) ==
               "conv2d: input must be [batch, height, width, channels], it has 2 axes "
               "(given [28, 28], [3, 3, 4, 8], nothing)");
    BOOST_TEST(
        message(image, Tensor::zeros({3, 3}), {}).find("conv2d: weight must be [kernel_he") == 0u);
    BOOST_TEST(message(image, weight, {.groups = 2}) ==
               "conv2d: groups must divide the channels: 2 groups do not divide 3 in, 8 out "
               "(given [32, 28, 28, 3], [3, 3, 4, 8], nothing)");
    const Tensor small = Tensor::zeros({1, 2, 2, 4});
    BOOST_TEST(message(small, weight, {}) ==
               "conv2d: the filter covers 3 pixels of the height, the padded image has 2; add "
               "padding or pool less before (given [1, 2, 2, 4], [3, 3, 4, 8], nothing)");
    BOOST_TEST(
        message(small, weight, {.stride = 0}).find("stride and dilation must be at least 1") !=
        std::string::npos);
    BOOST_TEST(message(small, weight, {.padding = -1}).find("padding must not be negative") !=
               std::string::npos);
    const Variable wrong_bias(Tensor::zeros({9}));
    BOOST_TEST(message_of<ShapeError>([&] {
                   conv2d(Variable(Tensor::zeros({1, 5, 5, 4})), Variable(weight), wrong_bias);
               }) ==
               "conv2d: bias must be [8], one number for each output channel "
               "(given [1, 5, 5, 4], [3, 3, 4, 8], [9])");
    BOOST_TEST(message_of<ShapeError>([&] {
                   depthwise_conv2d(Variable(Tensor::zeros({1, 5, 5, 4})), Variable(weight),
                                    Variable(), {});
               }).find("depthwise_conv2d: groups must be the number of channels") == 0u);

    Sequential model;
    model.add(Sequential(Conv2d(3, 4, 3), Conv2d(5, 6, 3)));
    BOOST_TEST(message_of<ShapeError>([&] {
                   model(Variable(image));
               }).find("conv2d at 0.1: input has 4 channels but weight [3, 3, 5, 6] expects 5") ==
               0u);
}

BOOST_AUTO_TEST_CASE(layers_that_cannot_be_are_refused) {
    BOOST_TEST(message_of<std::invalid_argument>([] { Conv2d(0, 4, 3); }) ==
               "Conv2d: channels and kernel must be at least 1, 0 to 4 channels with a kernel of "
               "3x3 were given");
    BOOST_TEST(message_of<std::invalid_argument>([] { Conv2d(4, 6, 3, {.groups = 3}); }) ==
               "Conv2d: 3 groups do not divide 4 to 6 channels");
}

BOOST_AUTO_TEST_CASE(the_layer_owns_a_filter_and_maybe_a_bias) {
    Conv2d with_bias(3, 8, {5, 3});
    BOOST_TEST(with_bias.parameter_count() == 5 * 3 * 3 * 8 + 8);
    Conv2d depthwise(8, 8, 3, {.padding = 1, .groups = 8, .has_bias = false});
    BOOST_TEST(depthwise.parameter_count() == 9 * 8);
    BOOST_TEST(depthwise(Variable(Tensor::zeros({2, 6, 6, 8}))).shape().to_string() ==
               "[2, 6, 6, 8]");
}

BOOST_AUTO_TEST_SUITE_END()
