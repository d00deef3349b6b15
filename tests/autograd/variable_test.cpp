// precision: float
#include "autograd/variable.h"

#include "autograd/error.h"
#include "autograd/ops.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(variable_test)

BOOST_AUTO_TEST_CASE(an_undefined_variable_has_nothing) {
    const Variable variable;
    BOOST_TEST(!variable.is_defined());
    BOOST_TEST(!variable.requires_grad());
    BOOST_TEST(!variable.grad().is_defined());
}

BOOST_AUTO_TEST_CASE(copies_share_value_and_gradient) {
    const Variable x = leaf(Tensor::from({1}, {3}));
    const Variable copy = x;
    scale(copy, 2).backward();
    BOOST_TEST(x.grad().item() == 2);
}

BOOST_AUTO_TEST_CASE(a_detached_value_shares_numbers_and_passes_no_gradient) {
    const Variable x = leaf(Tensor::from({1}, {3}));
    const Variable y = scale(x, 2);
    const Variable detached = y.detach();
    BOOST_TEST(detached.value().shares_memory_with(y.value()));
    BOOST_TEST(!detached.requires_grad());
    (y * detached).backward();
    BOOST_TEST(x.grad().item() == 2 * 6);  // 24 if the second way counted too
}

BOOST_AUTO_TEST_CASE(a_leaf_can_be_switched_off_and_on) {
    Variable x = leaf(Tensor::from({1}, {3}));
    x.set_requires_grad(false);
    BOOST_TEST(!x.requires_grad());
    BOOST_TEST(!scale(x, 2).requires_grad());
    x.set_requires_grad(true);
    scale(x, 2).backward();
    BOOST_TEST(x.grad().item() == 2);

    Variable constant(Tensor::from({1}, {3}));
    constant.set_requires_grad(false);
    BOOST_TEST(!constant.requires_grad());
    constant.set_requires_grad(true);
    BOOST_TEST(constant.requires_grad());
}

BOOST_AUTO_TEST_CASE(a_computed_value_cannot_be_switched) {
    Variable y = scale(leaf(Tensor::from({1}, {3})), 2);
    BOOST_TEST(message_of<GraphError>([&] { y.set_requires_grad(false); }) ==
               "set_requires_grad: this value was computed by an operation; only a leaf can be "
               "switched");
}

BOOST_AUTO_TEST_CASE(an_inner_gradient_stays_only_if_asked_for) {
    const Variable x = leaf(Tensor::from({1}, {3}));
    const Variable forgotten = scale(x, 2);
    Variable kept = scale(forgotten, 5);
    kept.retain_grad();
    scale(kept, 7).backward();
    BOOST_TEST(kept.grad().item() == 7);
    BOOST_TEST(!forgotten.grad().is_defined());
    BOOST_TEST(x.grad().item() == 70);
}

BOOST_AUTO_TEST_CASE(a_value_without_a_graph_cannot_keep_a_gradient) {
    Variable constant(Tensor::from({1}, {3}));
    BOOST_TEST(message_of<GraphError>([&] { constant.retain_grad(); }) ==
               "retain_grad: this value has no gradient: nothing was recorded for it");
}

BOOST_AUTO_TEST_CASE(backward_starts_from_a_single_number_or_a_given_gradient) {
    const Variable x = leaf(Tensor::from({2}, {3, 4}));
    const Variable y = scale(x, 2);
    BOOST_TEST(message_of<ShapeError>([&] { y.backward(); }) ==
               "backward: needs a single number to start from, this value is Tensor [2]; take its "
               "mean() or sum(), or pass dL/d(value)");
    BOOST_TEST(message_of<ShapeError>([&] { y.backward(Tensor::zeros({3})); }) ==
               "backward: the value is [2], the gradient given is Tensor [3]");
    BOOST_TEST(message_of<ShapeError>([&] { y.backward(Tensor()); }) ==
               "backward: the value is [2], the gradient given is an undefined tensor");
    const Tensor given = Tensor::from({2}, {1, 10});
    y.backward(given);
    BOOST_TEST(same_bits(x.grad(), Tensor::from({2}, {2, 20})));
    BOOST_TEST(same_bits(given, Tensor::from({2}, {1, 10})));
}

BOOST_AUTO_TEST_CASE(an_undefined_value_cannot_require_a_gradient) {
    BOOST_TEST(message_of<GraphError>([] { Variable(Tensor(), /*requires_grad=*/true); }) ==
               "set_requires_grad: an undefined value has no gradient");
}

BOOST_AUTO_TEST_CASE(a_leaf_frozen_after_forward_gets_no_gradient) {
    Variable frozen = leaf(Tensor::from({1}, {3}));
    const Variable other = leaf(Tensor::from({1}, {4}));
    const Variable product = mul(frozen, other);
    frozen.set_requires_grad(false);
    product.backward();
    BOOST_TEST(!frozen.grad().is_defined());
    BOOST_TEST(other.grad().item() == 3);
}

BOOST_AUTO_TEST_CASE(backward_from_a_constant_throws) {
    BOOST_TEST(message_of<GraphError>([] { Variable(Tensor::full({}, 1)).backward(); }) ==
               "backward: this value was not computed from anything that requires a gradient");
}

BOOST_AUTO_TEST_SUITE_END()
