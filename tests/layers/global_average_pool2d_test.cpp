// precision: float, double
#include "layers/global_average_pool2d.h"

#include "autograd/error.h"
#include "autograd/shape_only.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(global_average_pool2d_test)

BOOST_AUTO_TEST_CASE(is_what_a_pencil_says) {
    // Two maps of 2x2 pixels: 1 2 3 6 with mean 3, and 0 -4 8 4 with mean 2.
    const Variable x = leaf(Tensor::from({1, 2, 2, 2}, {1, 0, 2, -4, 3, 8, 6, 4}));
    const Variable y = global_average_pool2d(x);
    BOOST_TEST(same_bits(y.value(), Tensor::from({1, 2}, {3, 2})));
    y.backward(Tensor::from({1, 2}, {4, 8}));
    BOOST_TEST(same_bits(x.grad(), Tensor::from({1, 2, 2, 2}, {1, 2, 1, 2, 1, 2, 1, 2})));
}

BOOST_AUTO_TEST_CASE(accepts_any_image_size_and_an_empty_batch) {
    GlobalAveragePool2d layer;
    BOOST_TEST((layer(Variable(Tensor::zeros({2, 7, 9, 5}))).shape() == Shape{2, 5}));
    BOOST_TEST((layer(Variable(Tensor::zeros({2, 1, 3, 5}))).shape() == Shape{2, 5}));
    const Variable empty = leaf(Tensor::zeros({0, 7, 9, 5}));
    const Variable y = layer(empty);
    BOOST_TEST((y.shape() == Shape{0, 5}));
    y.backward(Tensor::zeros({0, 5}));
    BOOST_TEST((empty.grad().shape() == Shape{0, 7, 9, 5}));
    BOOST_TEST(layer.type_name() == "GlobalAveragePool2d");
    BOOST_TEST(layer.parameter_count() == 0);
}

BOOST_AUTO_TEST_CASE(knows_its_shape_without_numbers) {
    const ShapeOnlyGuard guard;
    const Variable y = global_average_pool2d(Variable(Tensor::empty({2, 7, 7, 1024})));
    BOOST_TEST((y.shape() == Shape{2, 1024}));
    BOOST_TEST(!y.value().has_numbers());
}

BOOST_AUTO_TEST_CASE(rejects_a_matrix_and_says_so) {
    BOOST_TEST(
        message_of<ShapeError>([] {
            global_average_pool2d(Variable(Tensor::zeros({2, 5})));
        }) ==
        "global_average_pool2d: input must be [batch, height, width, channels], it has 2 axes "
        "(given [2, 5])");
}

BOOST_AUTO_TEST_CASE(rejects_empty_maps_and_says_so) {
    BOOST_TEST(message_of<ShapeError>([] {
                   global_average_pool2d(Variable(Tensor::zeros({2, 0, 3, 5})));
               }) ==
               "global_average_pool2d: height and width must be at least 1: empty maps have no "
               "mean (given [2, 0, 3, 5])");
}

BOOST_AUTO_TEST_SUITE_END()
