// precision: float, double
#include "layers/sigmoid.h"

#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// The polynomial of the float build gives 1 only to the last bit but one at 0.
constexpr Scalar kRounding = sizeof(Scalar) == sizeof(float) ? Scalar(1e-6) : Scalar(1e-15);

}  // namespace

BOOST_AUTO_TEST_SUITE(sigmoid_test)

BOOST_AUTO_TEST_CASE(is_what_a_pencil_says) {
    const Variable x = leaf(Tensor::from({3}, {0, 1000, -1000}));
    const Variable y = sigmoid(x);
    check_close(y.value(), Tensor::from({3}, {Scalar(0.5), 1, 0}), kRounding);
    y.backward(Tensor::full({3}, 1));
    check_close(x.grad(), Tensor::from({3}, {Scalar(0.25), 0, 0}), kRounding);
}

BOOST_AUTO_TEST_CASE(accepts_every_shape_and_empty_batches) {
    for (const Shape& shape : {Shape{}, Shape{3}, Shape{0, 4}, Shape{2, 3, 4, 5}}) {
        const Variable x = leaf(random_tensor(shape, 1));
        const Variable y = sigmoid(x);
        BOOST_TEST((y.shape() == shape));
        y.backward(Tensor::full(shape, 1));
        BOOST_TEST((x.grad().shape() == shape));
    }
}

BOOST_AUTO_TEST_CASE(the_layer_is_the_function) {
    Sigmoid layer;
    const Variable x(random_tensor({2, 3, 4, 5}, 1));
    BOOST_TEST(same_bits(layer(x).value(), sigmoid(x).value()));
    BOOST_TEST(layer.type_name() == "Sigmoid");
}

BOOST_AUTO_TEST_SUITE_END()
