// precision: float, double
#include "layers/leaky_relu.h"

#include "autograd/error.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <string>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(leaky_relu_test)

BOOST_AUTO_TEST_CASE(is_what_a_pencil_says) {
    const Variable x = leaf(Tensor::from({3}, {-2, 0, 4}));
    const Variable y = leaky_relu(x, Scalar(0.25));
    BOOST_TEST(same_bits(y.value(), Tensor::from({3}, {Scalar(-0.5), 0, 4})));
    y.backward(Tensor::full({3}, 1));
    BOOST_TEST(same_bits(x.grad(), Tensor::from({3}, {Scalar(0.25), Scalar(0.25), 1})));
}

BOOST_AUTO_TEST_CASE(accepts_every_shape_and_empty_batches) {
    for (const Shape& shape : {Shape{}, Shape{3}, Shape{0, 4}, Shape{2, 3, 4, 5}}) {
        const Variable x = leaf(distinct_tensor(shape, 1));
        const Variable y = leaky_relu(x, Scalar(0.25));
        BOOST_TEST((y.shape() == shape));
        y.backward(Tensor::full(shape, 1));
        BOOST_TEST((x.grad().shape() == shape));
    }
}

BOOST_AUTO_TEST_CASE(the_layer_is_the_function) {
    LeakyReLU layer(Scalar(0.25));
    const Variable x(random_tensor({2, 3, 4, 5}, 1));
    BOOST_TEST(same_bits(layer(x).value(), leaky_relu(x, Scalar(0.25)).value()));
    BOOST_TEST(layer.type_name() == "LeakyReLU");
    BOOST_TEST(layer.parameter_count() == 0);
}

BOOST_AUTO_TEST_CASE(rejects_a_negative_or_infinite_slope_and_says_so) {
    const Variable x(Tensor::zeros({2, 3}));
    const std::string message = message_of<ShapeError>([&] { leaky_relu(x, Scalar(-0.5)); });
    BOOST_TEST(message ==
               "leaky_relu: slope must be at least 0 and finite, it is -0.500000 (given [2, 3])");
    BOOST_CHECK_THROW(leaky_relu(x, std::numeric_limits<Scalar>::infinity()), ShapeError);
}

BOOST_AUTO_TEST_CASE(a_slope_of_zero_is_relu) {
    const Variable x = leaf(Tensor::from({2}, {-2, 3}));
    leaky_relu(x, 0).backward(Tensor::full({2}, 1));
    BOOST_TEST(same_bits(x.grad(), Tensor::from({2}, {0, 1})));
}

BOOST_AUTO_TEST_SUITE_END()
