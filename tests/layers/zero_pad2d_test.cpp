// precision: float, double
#include "layers/zero_pad2d.h"

#include "autograd/error.h"
#include "autograd/shape_only.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(zero_pad2d_test)

BOOST_AUTO_TEST_CASE(is_what_a_pencil_says) {
    const Variable x = leaf(Tensor::from({1, 1, 2, 1}, {7, 8}));
    const Variable y = zero_pad2d(x, {1, 0, 0, 2});
    BOOST_TEST(same_bits(y.value(), Tensor::from({1, 2, 4, 1}, {0, 0, 0, 0, 7, 8, 0, 0})));
    y.backward(Tensor::from({1, 2, 4, 1}, {1, 2, 3, 4, 5, 6, 7, 8}));
    BOOST_TEST(same_bits(x.grad(), Tensor::from({1, 1, 2, 1}, {5, 6})));
}

BOOST_AUTO_TEST_CASE(one_number_is_a_border_on_all_sides) {
    ZeroPad2d layer(2);
    BOOST_TEST((layer(Variable(Tensor::zeros({3, 4, 5, 6}))).shape() == Shape{3, 8, 9, 6}));
    ZeroPad2d uneven(0, 1, 2, 3);
    BOOST_TEST((uneven(Variable(Tensor::zeros({0, 4, 5, 6}))).shape() == Shape{0, 5, 10, 6}));
    BOOST_TEST(layer.type_name() == "ZeroPad2d");
    const ShapeOnlyGuard guard;
    BOOST_TEST((layer(Variable(Tensor::empty({3, 4, 5, 6}))).shape() == Shape{3, 8, 9, 6}));
}

BOOST_AUTO_TEST_CASE(rejects_a_matrix_and_a_negative_border_and_says_so) {
    BOOST_TEST(message_of<ShapeError>([] {
                   zero_pad2d(Variable(Tensor::zeros({2, 3})), 1);
               }) ==
               "zero_pad2d: input must be [batch, height, width, channels], it has 2 axes (given "
               "[2, 3])");
    BOOST_TEST(message_of<ShapeError>([] {
                   zero_pad2d(Variable(Tensor::zeros({1, 2, 2, 1})), {1, 0, -1, 2});
               }) ==
               "zero_pad2d: no side of the border may be negative, it is top 1, bottom 0, "
               "left -1, right 2 (given [1, 2, 2, 1])");
}

BOOST_AUTO_TEST_SUITE_END()
