// precision: float, double
#include "layers/global_max_pool2d.h"

#include "autograd/error.h"
#include "autograd/shape_only.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(global_max_pool2d_test)

BOOST_AUTO_TEST_CASE(is_what_a_pencil_says) {
    const Variable x = leaf(Tensor::from({1, 2, 2, 2}, {1, 0, 6, -4, 3, 8, 2, 4}));
    const Variable y = global_max_pool2d(x);
    BOOST_TEST(same_bits(y.value(), Tensor::from({1, 2}, {6, 8})));
    y.backward(Tensor::from({1, 2}, {5, 7}));
    BOOST_TEST(same_bits(x.grad(), Tensor::from({1, 2, 2, 2}, {0, 0, 5, 0, 0, 7, 0, 0})));
}

BOOST_AUTO_TEST_CASE(the_first_of_equal_maxima_receives_the_gradient) {
    const Variable x = leaf(Tensor::from({1, 1, 4, 1}, {-1, 3, 3, 3}));
    global_max_pool2d(x).backward(Tensor::from({1, 1}, {2}));
    BOOST_TEST(same_bits(x.grad(), Tensor::from({1, 1, 4, 1}, {0, 2, 0, 0})));
}

BOOST_AUTO_TEST_CASE(a_nan_is_passed_on) {
    Tensor x = Tensor::from({1, 1, 3, 1}, {1, std::numeric_limits<Scalar>::quiet_NaN(), 2});
    BOOST_TEST(std::isnan(global_max_pool2d(Variable(x)).value().data()[0]));
}

BOOST_AUTO_TEST_CASE(accepts_an_empty_batch) {
    GlobalMaxPool2d layer;
    const Variable x = leaf(Tensor::zeros({0, 7, 9, 5}));
    const Variable y = layer(x);
    BOOST_TEST((y.shape() == Shape{0, 5}));
    y.backward(Tensor::zeros({0, 5}));
    BOOST_TEST((x.grad().shape() == Shape{0, 7, 9, 5}));
    BOOST_TEST(layer.type_name() == "GlobalMaxPool2d");
}

BOOST_AUTO_TEST_CASE(knows_its_shape_without_numbers) {
    const ShapeOnlyGuard guard;
    BOOST_TEST((global_max_pool2d(Variable(Tensor::empty({2, 7, 7, 64}))).shape() == Shape{2, 64}));
}

BOOST_AUTO_TEST_CASE(rejects_other_ranks_and_empty_maps_and_says_so) {
    BOOST_TEST(message_of<ShapeError>([] { global_max_pool2d(Variable(Tensor::zeros({5}))); }) ==
               "global_max_pool2d: input must be [batch, height, width, channels], it has 1 axes "
               "(given [5])");
    BOOST_TEST(message_of<ShapeError>([] {
                   global_max_pool2d(Variable(Tensor::zeros({2, 3, 0, 5})));
               }) ==
               "global_max_pool2d: height and width must be at least 1: empty maps have no maximum "
               "(given [2, 3, 0, 5])");
}

BOOST_AUTO_TEST_SUITE_END()
