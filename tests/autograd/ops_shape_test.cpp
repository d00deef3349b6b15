// precision: float, double
#include "autograd/error.h"
#include "autograd/ops.h"
#include "autograd/shape_only.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(ops_shape_test)

BOOST_AUTO_TEST_CASE(reshape_keeps_the_numbers_and_copies_nothing) {
    const Variable x = leaf(Tensor::from({2, 3}, {1, 2, 3, 4, 5, 6}));
    const Variable y = reshape(x, {3, 2});
    BOOST_TEST(same_bits(y.value(), Tensor::from({3, 2}, {1, 2, 3, 4, 5, 6})));
    BOOST_TEST(y.value().shares_memory_with(x.value()));
    y.backward(Tensor::from({3, 2}, {6, 5, 4, 3, 2, 1}));
    BOOST_TEST(same_bits(x.grad(), Tensor::from({2, 3}, {6, 5, 4, 3, 2, 1})));
}

BOOST_AUTO_TEST_CASE(reshape_rejects_another_number_of_elements) {
    BOOST_TEST(message_of<ShapeError>([] {
                   reshape(Variable(Tensor::zeros({2, 3})), {4});
               }) == "reshape: the input has 6 numbers, [4] holds 4 (given [2, 3])");
}

BOOST_AUTO_TEST_CASE(concat_along_each_axis_by_hand) {
    const Variable a = leaf(Tensor::from({1, 2}, {1, 2}));
    const Variable b = leaf(Tensor::from({2, 2}, {3, 4, 5, 6}));
    const Variable c = leaf(Tensor::from({2, 1}, {7, 8}));
    BOOST_TEST(same_bits(concat({a, b}, 0).value(), Tensor::from({3, 2}, {1, 2, 3, 4, 5, 6})));
    const Variable y = concat({b, c}, 1);
    BOOST_TEST(same_bits(y.value(), Tensor::from({2, 3}, {3, 4, 7, 5, 6, 8})));
    BOOST_TEST(same_bits(concat({b, c}, -1).value(), y.value()));

    y.backward(Tensor::from({2, 3}, {10, 20, 30, 40, 50, 60}));
    BOOST_TEST(same_bits(b.grad(), Tensor::from({2, 2}, {10, 20, 40, 50})));
    BOOST_TEST(same_bits(c.grad(), Tensor::from({2, 1}, {30, 60})));
}

BOOST_AUTO_TEST_CASE(concat_takes_one_input_and_one_value_twice) {
    const Variable a = leaf(Tensor::from({2}, {1, 2}));
    BOOST_TEST(same_bits(concat({a}, 0).value(), a.value()));
    concat({a, a}, 0).backward(Tensor::from({4}, {1, 2, 30, 40}));
    BOOST_TEST(same_bits(a.grad(), Tensor::from({2}, {31, 42})));
}

#ifdef STEPGRAD_SCALAR_DOUBLE
BOOST_AUTO_TEST_CASE(gradients_agree_with_difference_quotients) {
    check_gradients(
        [](const std::vector<Variable>& x) {
            return reshape(x[0] * x[0], {2, 6});
        },
        {leaf(random_tensor({3, 4}, 1))});
    const Tensor other = random_tensor({1, 2, 3, 4}, 2);
    for (int axis = 0; axis < 4; ++axis) {
        const Shape shape = Shape{1, 2, 3, 4}.with_extent(axis, 5);
        const auto function = [&](const std::vector<Variable>& x) {
            return concat({x[0] * x[0], x[1], x[0]}, axis);
        };
        check_gradients(function, {leaf(random_tensor(shape, 3)), leaf(other)});
        check_gradients(function, {leaf(random_tensor(shape, 3)), Variable(other)});
    }
}
#endif

BOOST_AUTO_TEST_CASE(empty_inputs_are_allowed) {
    const Variable none = leaf(Tensor::empty({0, 2}));
    const Variable some = leaf(Tensor::from({1, 2}, {1, 2}));
    const Variable y = concat({none, some}, 0);
    BOOST_TEST(same_bits(y.value(), some.value()));
    y.backward(Tensor::from({1, 2}, {3, 4}));
    BOOST_TEST(none.grad().shape().to_string() == "[0, 2]");
    BOOST_TEST(same_bits(some.grad(), Tensor::from({1, 2}, {3, 4})));

    const Variable wider = concat({none, leaf(Tensor::empty({0, 3}))}, 1);
    BOOST_TEST(wider.shape().to_string() == "[0, 5]");
    wider.backward(Tensor::empty({0, 5}));
    BOOST_TEST(reshape(none, {0, 7}).shape().to_string() == "[0, 7]");
}

BOOST_AUTO_TEST_CASE(concat_rejects_what_does_not_fit_and_says_why) {
    const Variable a(Tensor::zeros({2, 3}));
    const auto message = [&](const std::vector<Variable>& inputs, int axis) {
        return message_of<ShapeError>([&] { concat(inputs, axis); });
    };
    BOOST_TEST(message({}, 0) == "concat: needs at least one input");
    BOOST_TEST(message({a, Variable()}, 0) ==
               "concat: input 1 is undefined (given [2, 3], nothing)");
    BOOST_TEST(message({a}, 2) == "concat: the first input has no axis 2 (given [2, 3])");
    BOOST_TEST(message({a}, -3) == "concat: the first input has no axis -3 (given [2, 3])");
    BOOST_TEST(message({a, Variable(Tensor::zeros({2, 4}))}, 0) ==
               "concat: input 1 differs from input 0 in more than axis 0 (given [2, 3], [2, 4])");
    BOOST_TEST(message({a, Variable(Tensor::zeros({2}))}, 0) ==
               "concat: input 1 differs from input 0 in more than axis 0 (given [2, 3], [2])");
}

BOOST_AUTO_TEST_CASE(gives_shapes_without_numbers_under_a_guard) {
    const ShapeOnlyGuard guard;
    const Variable x(Tensor::empty({2, 3}));
    BOOST_TEST(concat({x, x, x}, 1).shape().to_string() == "[2, 9]");
    BOOST_TEST(!concat({x, x, x}, 1).value().has_numbers());
    BOOST_TEST(reshape(x, {6}).shape().to_string() == "[6]");
}

BOOST_AUTO_TEST_SUITE_END()
