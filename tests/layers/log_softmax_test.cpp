// precision: float, double
#include "layers/log_softmax.h"

#include "autograd/error.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// A few roundings of numbers of size 1.
constexpr Scalar kRounding = sizeof(Scalar) == sizeof(float) ? Scalar(1e-6) : Scalar(1e-14);

}  // namespace

BOOST_AUTO_TEST_SUITE(log_softmax_test)

BOOST_AUTO_TEST_CASE(is_what_a_pencil_says) {
    // exp(log 1), exp(log 3) and exp(log 4) are 1, 3 and 4 of 8.
    const Variable x = leaf(Tensor::from({1, 3}, {0, std::log(Scalar(3)), std::log(Scalar(4))}));
    const Variable y = log_softmax(x);
    const Scalar p[] = {Scalar(0.125), Scalar(0.375), Scalar(0.5)};
    check_close(y.value(), Tensor::from({1, 3}, {std::log(p[0]), std::log(p[1]), std::log(p[2])}),
                kRounding);
    y.backward(Tensor::from({1, 3}, {1, 0, 0}));
    check_close(x.grad(), Tensor::from({1, 3}, {1 - p[0], -p[1], -p[2]}), kRounding);
}

BOOST_AUTO_TEST_CASE(acts_on_the_last_axis_of_any_rank) {
    const Tensor x = random_tensor({2, 3, 4, 5}, 1);
    const Tensor as_image = log_softmax(Variable(x)).value();
    const Tensor as_rows = log_softmax(Variable(x.reshape({24, 5}))).value();
    BOOST_TEST(same_bits(as_image.reshape({24, 5}), as_rows));
    BOOST_TEST((log_softmax(Variable(Tensor::empty({0, 5}))).shape() == Shape{0, 5}));
}

BOOST_AUTO_TEST_CASE(rejects_scores_without_classes_and_says_so) {
    for (const Shape& shape : {Shape{}, Shape{3, 0}}) {
        BOOST_TEST(
            message_of<ShapeError>([&] { log_softmax(Variable(Tensor::empty(shape))); }) ==
            "log_softmax: the last axis holds the classes; there must be at least one (given " +
                shape.to_string() + ")");
    }
}

BOOST_AUTO_TEST_CASE(the_layer_is_the_function) {
    LogSoftmax layer;
    const Variable x(random_tensor({2, 5}, 1));
    BOOST_TEST(same_bits(layer(x).value(), log_softmax(x).value()));
    BOOST_TEST(layer.type_name() == "LogSoftmax");
}

BOOST_AUTO_TEST_SUITE_END()
