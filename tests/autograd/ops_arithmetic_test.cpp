// precision: float, double
#include "autograd/error.h"
#include "autograd/ops.h"
#include "autograd/random.h"
#include "autograd/shape_only.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

using Binary = Variable (*)(const Variable&, const Variable&);

#ifdef STEPGRAD_SCALAR_DOUBLE
// Far from 0, so that a quotient and its differences are tame.
Tensor far_from_zero(const Shape& shape, std::uint64_t seed) {
    Random random(seed);
    Tensor tensor = random_uniform(shape, Scalar(0.5), Scalar(2), random);
    for (std::int64_t i = 0; i < tensor.numel(); i += 2) {
        tensor.mutable_data()[i] *= -1;
    }
    return tensor;
}
#endif

}  // namespace

BOOST_AUTO_TEST_SUITE(ops_arithmetic_test)

BOOST_AUTO_TEST_CASE(computes_the_four_operations_by_hand) {
    const Variable a(Tensor::from({2}, {6, -8}));
    const Variable b(Tensor::from({2}, {3, 2}));
    BOOST_TEST(same_bits((a + b).value(), Tensor::from({2}, {9, -6})));
    BOOST_TEST(same_bits((a - b).value(), Tensor::from({2}, {3, -10})));
    BOOST_TEST(same_bits((a * b).value(), Tensor::from({2}, {18, -16})));
    BOOST_TEST(same_bits((a / b).value(), Tensor::from({2}, {2, -4})));
}

BOOST_AUTO_TEST_CASE(differentiates_the_four_operations_by_hand) {
    const auto grads = [](Binary operation) {
        const Variable a = leaf(Tensor::from({1}, {6}));
        const Variable b = leaf(Tensor::from({1}, {2}));
        operation(a, b).backward(Tensor::from({1}, {10}));
        return std::vector<Scalar>{a.grad().item(), b.grad().item()};
    };
    BOOST_TEST(grads(add) == std::vector<Scalar>({10, 10}), boost::test_tools::per_element());
    BOOST_TEST(grads(sub) == std::vector<Scalar>({10, -10}), boost::test_tools::per_element());
    BOOST_TEST(grads(mul) == std::vector<Scalar>({20, 60}), boost::test_tools::per_element());
    BOOST_TEST(grads(div) == std::vector<Scalar>({5, -15}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(one_number_per_channel_meets_every_row) {
    const Variable a = leaf(Tensor::from({2, 3}, {1, 2, 3, 4, 5, 6}));
    const Variable b = leaf(Tensor::from({3}, {10, 20, 30}));
    const Variable y = a * b;
    BOOST_TEST(same_bits(y.value(), Tensor::from({2, 3}, {10, 40, 90, 40, 100, 180})));
    y.backward(Tensor::full({2, 3}, 1));
    BOOST_TEST(same_bits(a.grad(), Tensor::from({2, 3}, {10, 20, 30, 10, 20, 30})));
    BOOST_TEST(same_bits(b.grad(), Tensor::from({3}, {5, 7, 9})));
}

#ifdef STEPGRAD_SCALAR_DOUBLE
BOOST_AUTO_TEST_CASE(gradients_agree_with_difference_quotients) {
    const std::vector<std::vector<Shape>> shape_pairs = {
        {{}, {}},      {{1}, {1}},          {{5}, {5}},    {{3, 5}, {3, 5}},      {{3, 5}, {5}},
        {{1, 1}, {1}}, {{1, 2, 3, 4}, {4}}, {{4, 1}, {1}}, {{2, 2, 2}, {2, 2, 2}}};
    for (const Binary operation : {add, sub, mul, div}) {
        for (const auto& shapes : shape_pairs) {
            const Variable a = leaf(far_from_zero(shapes[0], 1));
            const Variable b = leaf(far_from_zero(shapes[1], 2));
            const auto function = [&](const std::vector<Variable>& x) {
                return operation(x[0], x[1]);
            };
            check_gradients(function, {a, b});
            check_gradients(function, {a, Variable(b.value())});
            check_gradients(function, {Variable(a.value()), b});
        }
    }
}

BOOST_AUTO_TEST_CASE(gradients_agree_where_both_inputs_are_one_value) {
    for (const Binary operation : {add, sub, mul, div}) {
        check_gradients([&](const std::vector<Variable>& x) { return operation(x[0], x[0]); },
                        {leaf(far_from_zero({2, 3}, 3))});
    }
}
#endif

BOOST_AUTO_TEST_CASE(an_empty_batch_gives_empty_results_and_a_zero_bias_gradient) {
    for (const Binary operation : {add, sub, mul, div}) {
        const Variable a = leaf(Tensor::empty({0, 3}));
        const Variable b = leaf(Tensor::full({3}, 2));
        const Variable y = operation(a, b);
        BOOST_TEST(y.shape().to_string() == "[0, 3]");
        y.backward(Tensor::empty({0, 3}));
        BOOST_TEST(a.grad().shape().to_string() == "[0, 3]");
        for (const Scalar number : b.grad().numbers()) {
            BOOST_TEST(number == 0);
        }
    }
}

BOOST_AUTO_TEST_CASE(no_channels_at_all_are_allowed) {
    const Variable a = leaf(Tensor::empty({4, 0}));
    const Variable b = leaf(Tensor::empty({0}));
    (a * b).backward(Tensor::empty({4, 0}));
    BOOST_TEST(b.grad().shape().to_string() == "[0]");
}

BOOST_AUTO_TEST_CASE(rejects_other_shapes_and_says_which_fit) {
    const auto message = [](const Shape& a, const Shape& b, Binary operation) {
        return message_of<ShapeError>(
            [&] { operation(Variable(Tensor::zeros(a)), Variable(Tensor::zeros(b))); });
    };
    const std::string rule =
        ": the second input must have the shape of the first one, or be [channels] where the "
        "first one's last axis is channels; reshape() it, or scale() by a plain number (given ";
    BOOST_TEST(message({2, 3}, {2}, add) == "add" + rule + "[2, 3], [2])");
    BOOST_TEST(message({3}, {2, 3}, sub) == "sub" + rule + "[3], [2, 3])");
    BOOST_TEST(message({2, 3}, {1, 3}, mul) == "mul" + rule + "[2, 3], [1, 3])");
    BOOST_TEST(message({2, 3}, {}, div) == "div" + rule + "[2, 3], [])");
    BOOST_TEST(message({}, {1}, add) == "add" + rule + "[], [1])");
}

BOOST_AUTO_TEST_CASE(rejects_an_undefined_second_input) {
    BOOST_TEST(message_of<ShapeError>([] { add(Variable(Tensor::zeros({2})), Variable()); }) ==
               "add: the second input is undefined (given [2], nothing)");
}

BOOST_AUTO_TEST_CASE(operators_are_the_functions) {
    const Variable a = leaf(Tensor::from({1}, {3}));
    const Variable b = leaf(Tensor::from({1}, {4}));
    BOOST_TEST((a * b + a).item() == 15);
    BOOST_TEST((-a).item() == -3);
    BOOST_TEST((a + 1).item() == 4);
    BOOST_TEST((1 + a).item() == 4);
    BOOST_TEST((a - 1).item() == 2);
    BOOST_TEST((1 - a).item() == -2);
    BOOST_TEST((a * 2).item() == 6);
    BOOST_TEST((2 * a).item() == 6);
    BOOST_TEST((b / 2).item() == 2);
    (1 - a * b / 2).backward();
    BOOST_TEST(a.grad().item() == -2);
    BOOST_TEST(b.grad().item() == Scalar(-1.5));
}

BOOST_AUTO_TEST_CASE(saves_only_what_the_wanted_gradient_needs) {
    const Variable a = leaf(Tensor::from({1}, {3}));
    const Variable constant(Tensor::from({1}, {4}));
    mul(a, constant);
    const long before = a.value().use_count();
    const Variable y = mul(a, constant);  // da = dy constant: a itself is not needed
    BOOST_TEST(a.value().use_count() == before);
    BOOST_TEST(constant.value().use_count() == 2);
}

BOOST_AUTO_TEST_CASE(gives_shapes_without_numbers_under_a_guard) {
    const ShapeOnlyGuard guard;
    const Variable a = leaf(Tensor::empty({2, 3}));
    for (const Binary operation : {add, sub, mul, div}) {
        const Variable y = operation(a, Variable(Tensor::empty({3})));
        BOOST_TEST(y.shape().to_string() == "[2, 3]");
        BOOST_TEST(!y.value().has_numbers());
        BOOST_TEST(!y.requires_grad());
    }
}

BOOST_AUTO_TEST_SUITE_END()
