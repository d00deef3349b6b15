// precision: float, double
#include "layers/relu.h"

#include "autograd/error.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(relu_test)

BOOST_AUTO_TEST_CASE(is_what_a_pencil_says) {
    const Variable x = leaf(Tensor::from({3}, {-2, 0, 3}));
    const Variable y = relu(x);
    BOOST_TEST(same_bits(y.value(), Tensor::from({3}, {0, 0, 3})));
    y.backward(Tensor::full({3}, 1));
    BOOST_TEST(same_bits(x.grad(), Tensor::from({3}, {0, 0, 1})));
}

BOOST_AUTO_TEST_CASE(accepts_every_shape_and_empty_batches) {
    for (const Shape& shape : {Shape{}, Shape{3}, Shape{0, 4}, Shape{2, 3, 4, 5}}) {
        const Variable x = leaf(distinct_tensor(shape, 1));
        const Variable y = relu(x);
        BOOST_TEST((y.shape() == shape));
        y.backward(Tensor::full(shape, 1));
        BOOST_TEST((x.grad().shape() == shape));
    }
}

BOOST_AUTO_TEST_CASE(the_layer_is_the_function) {
    ReLU layer;
    const Variable x(random_tensor({2, 3, 4, 5}, 1));
    BOOST_TEST(same_bits(layer(x).value(), relu(x).value()));
    BOOST_TEST(layer.type_name() == "ReLU");
    BOOST_TEST(layer.parameter_count() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
