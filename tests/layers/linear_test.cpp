// precision: float, double
#include "layers/linear.h"

#include "autograd/error.h"
#include "layers/sequential.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(linear_test)

//   [1 2] [1 3 5]   + [10 20 30]  =  [1+4+10  3+8+20  5+12+30]
//         [2 4 6]
BOOST_AUTO_TEST_CASE(multiplies_and_adds_by_hand) {
    const Variable input = leaf(Tensor::from({1, 2}, {1, 2}));
    const Variable weight = leaf(Tensor::from({2, 3}, {1, 3, 5, 2, 4, 6}));
    const Variable bias = leaf(Tensor::from({3}, {10, 20, 30}));
    const Variable output = linear(input, weight, bias);
    BOOST_TEST(same_bits(output.value(), Tensor::from({1, 3}, {15, 31, 47})));
    output.backward(Tensor::from({1, 3}, {1, 0, 2}));
    BOOST_TEST(same_bits(input.grad(), Tensor::from({1, 2}, {11, 14})));
    BOOST_TEST(same_bits(weight.grad(), Tensor::from({2, 3}, {1, 0, 2, 2, 0, 4})));
    BOOST_TEST(same_bits(bias.grad(), Tensor::from({3}, {1, 0, 2})));
}

BOOST_AUTO_TEST_CASE(acts_on_the_last_axis_whatever_stands_before_it) {
    const Variable weight(random_tensor({5, 7}, 1));
    const Variable bias(random_tensor({7}, 2));
    const Tensor rows = random_tensor({12, 5}, 3);
    const Variable flat = linear(Variable(rows), weight, bias);
    const Variable folded = linear(Variable(rows.reshape({2, 3, 2, 5})), weight, bias);
    BOOST_TEST(folded.shape().to_string() == "[2, 3, 2, 7]");
    BOOST_TEST(same_bits(folded.value().reshape({12, 7}), flat.value()));
    const Variable one = linear(Variable(rows.rows(0, 1).reshape({5})), weight, bias);
    BOOST_TEST(same_bits(one.value(), flat.value().rows(0, 1).reshape({7})));
}

BOOST_AUTO_TEST_CASE(an_empty_batch_gives_an_empty_result_and_zero_gradients) {
    const Variable weight = leaf(random_tensor({3, 4}, 1));
    const Variable bias = leaf(random_tensor({4}, 2));
    const Variable output = linear(Variable(Tensor::empty({0, 3})), weight, bias);
    BOOST_TEST(output.shape().to_string() == "[0, 4]");
    output.backward(Tensor::empty({0, 4}));
    BOOST_TEST(same_bits(weight.grad(), Tensor::zeros({3, 4})));
    BOOST_TEST(same_bits(bias.grad(), Tensor::zeros({4})));
}

#ifdef STEPGRAD_SCALAR_DOUBLE
BOOST_AUTO_TEST_CASE(has_the_right_gradients_over_awkward_sizes) {
    const std::vector<std::pair<Shape, std::int64_t>> cases = {
        {{1, 1}, 1}, {{3, 7}, 5}, {{2, 3, 4}, 11}, {{13}, 2}, {{2, 1, 2, 3}, 17}};
    const auto connected = [](const std::vector<Variable>& in) {
        return linear(in[0], in[1], in[2]);
    };
    for (const auto& [shape, out_features] : cases) {
        const Tensor input = random_tensor(shape, 1);
        const Tensor weight = random_tensor({shape[-1], out_features}, 2);
        const Tensor bias = random_tensor({out_features}, 3);
        check_gradients(connected, {leaf(input), leaf(weight), leaf(bias)});
        check_gradients(connected, {leaf(input), Variable(weight), Variable()});
        check_gradients(connected, {Variable(input), leaf(weight), Variable(bias)});
        check_gradients(connected, {Variable(input), Variable(weight), leaf(bias)});
    }
}
#endif

BOOST_AUTO_TEST_CASE(without_input_features_the_output_is_the_bias) {
    const Variable input = leaf(Tensor::zeros({3, 0}));
    const Variable weight = leaf(Tensor::zeros({0, 2}));
    const Variable bias = leaf(Tensor::from({2}, {5, 7}));
    const Variable output = linear(input, weight, bias);
    BOOST_TEST(same_bits(output.value(), Tensor::from({3, 2}, {5, 7, 5, 7, 5, 7})));
    output.backward(Tensor::full({3, 2}, 1));
    BOOST_TEST(same_bits(bias.grad(), Tensor::from({2}, {3, 3})));
    BOOST_CHECK((weight.grad().shape() == Shape{0, 2}));
}

BOOST_AUTO_TEST_CASE(errors_name_the_rule_the_shapes_and_the_layer) {
    Sequential model;
    model.add("head", Sequential(Linear(4, 4), Linear(1568, 10)));
    BOOST_TEST(message_of<ShapeError>([&] {
                   model(Variable(Tensor::zeros({32, 4})));
               }) ==
               "linear at head.1: input has 4 features, weight expects 1568. Flatten ties a "
               "network to one image size; GlobalAveragePool2d accepts any "
               "(given [32, 4], [1568, 10], [10])");
    const Variable input(Tensor::zeros({2, 3}));
    const Variable weight(Tensor::zeros({3, 4}));
    BOOST_TEST(message_of<ShapeError>([&] {
                   linear(input, Variable(Tensor::zeros({3})), {});
               }).find("linear: input must be [..., in_features]") == 0u);
    BOOST_TEST(
        message_of<ShapeError>([&] { linear(input, weight, Variable(Tensor::zeros({5}))); }) ==
        "linear: bias must be [4], one number for each output feature "
        "(given [2, 3], [3, 4], [5])");
    BOOST_TEST(message_of<ShapeError>([&] { linear(Variable(), weight, {}); }) ==
               "linear: the input is undefined (given nothing, [3, 4], nothing)");
    BOOST_TEST(message_of<std::invalid_argument>([] { Linear(0, 3); }) ==
               "Linear: features must be at least 1, 0 to 3 were given");
}

BOOST_AUTO_TEST_SUITE_END()
