// precision: float, double
#include "layers/flatten.h"

#include "autograd/error.h"
#include "autograd/shape_only.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(flatten_test)

BOOST_AUTO_TEST_CASE(moves_no_byte) {
    const Variable x = leaf(random_tensor({2, 3, 4, 5}, 1));
    const Variable y = flatten(x);
    BOOST_TEST((y.shape() == Shape{2, 60}));
    BOOST_TEST(y.value().shares_memory_with(x.value()));
    // Feature (h * 4 + w) * 5 + c.
    BOOST_TEST(y.value().at({1, (2 * 4 + 3) * 5 + 4}) == x.value().at({1, 2, 3, 4}));
}

BOOST_AUTO_TEST_CASE(gradients_keep_their_order) {
    const Variable x = leaf(random_tensor({2, 3, 4}, 1));
    const Tensor grad = random_tensor({2, 12}, 2);
    flatten(x).backward(grad);
    BOOST_TEST(same_bits(x.grad(), grad.reshape({2, 3, 4})));
}

BOOST_AUTO_TEST_CASE(accepts_any_rank_from_two_and_empty_batches) {
    Flatten layer;
    BOOST_TEST((layer(Variable(Tensor::zeros({2, 3}))).shape() == Shape{2, 3}));
    BOOST_TEST((layer(Variable(Tensor::zeros({0, 3, 4, 5}))).shape() == Shape{0, 60}));
    BOOST_TEST((layer(Variable(Tensor::zeros({2, 3, 0, 5}))).shape() == Shape{2, 0}));
    BOOST_TEST(layer.type_name() == "Flatten");
}

BOOST_AUTO_TEST_CASE(knows_its_shape_without_numbers) {
    const ShapeOnlyGuard guard;
    BOOST_TEST((flatten(Variable(Tensor::empty({1, 7, 7, 512}))).shape() == Shape{1, 25088}));
}

BOOST_AUTO_TEST_CASE(rejects_a_vector_and_says_so) {
    BOOST_TEST(message_of<ShapeError>([] { flatten(Variable(Tensor::zeros({5}))); }) ==
               "flatten: input must be [batch, ...] with at least two axes, it has 1 (given [5])");
}

BOOST_AUTO_TEST_SUITE_END()
