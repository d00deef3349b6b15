// precision: float, double
#include "layers/reshape.h"

#include "autograd/error.h"
#include "autograd/shape_only.h"
#include "layers/check_layer.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(reshape_test)

BOOST_AUTO_TEST_CASE(gives_each_sample_its_shape_and_moves_no_byte) {
    const Variable x = leaf(random_tensor({2, 12}, 1));
    Reshape layer({2, 3, 2});
    const Variable y = layer(x);
    BOOST_TEST((y.shape() == Shape{2, 2, 3, 2}));
    BOOST_TEST(y.value().shares_memory_with(x.value()));
    BOOST_TEST(y.value().at({1, 1, 2, 1}) == x.value().at({1, 11}));
    BOOST_TEST((Reshape({4, 3})(x).shape() == Shape{2, 4, 3}));
    BOOST_TEST((Reshape({12})(y).shape() == Shape{2, 12}));
    BOOST_TEST((Reshape(Shape{})(Variable(Tensor::zeros({3, 1}))).shape() == Shape{3}));
    BOOST_TEST(layer.type_name() == "Reshape");
}

BOOST_AUTO_TEST_CASE(passes_every_check_of_a_layer) {
    Reshape layer({3, 2, 1});
    const CheckLayerResult result = check_layer(layer, {2, 6});
    for (const std::string& failure : result.failures) {
        BOOST_ERROR(failure);
    }
    BOOST_TEST(result.passed);
}

BOOST_AUTO_TEST_CASE(rejects_another_count_of_numbers_and_says_so) {
    BOOST_TEST(message_of<ShapeError>([] {
                   Reshape({5})(Variable(Tensor::zeros({2, 6})));
               }) == "reshape: the input has 12 numbers, [2, 5] holds 10 (given [2, 6])");
    BOOST_TEST(message_of<ShapeError>([] { Reshape({1})(Variable(Tensor::zeros({}))); }) ==
               "Reshape: input must be [batch, ...], it is a single number");
    BOOST_TEST(message_of<ShapeError>([] {
                   Reshape({1, 1, 1, 1});
               }) == "Reshape: a sample has at most 3 axes, [1, 1, 1, 1] was given");
}

BOOST_AUTO_TEST_SUITE_END()
