// precision: float, double
#include "layers/batch_norm2d.h"

#include "autograd/error.h"
#include "autograd/grad_mode.h"
#include "autograd/shape_only.h"
#include "layers/sequential.h"
#include "tests/support/naive_batch_norm.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

constexpr bool kIsFloat = sizeof(Scalar) == sizeof(float);

// Sums of a few hundred numbers of size 1.
constexpr Scalar kRounding = kIsFloat ? Scalar(1e-5) : Scalar(1e-12);

Tensor filled(std::initializer_list<Scalar> numbers) {
    return Tensor::from({static_cast<std::int64_t>(numbers.size())}, numbers);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(batch_norm2d_test)

BOOST_AUTO_TEST_CASE(training_is_what_a_pencil_says) {
    // 1 and 5: mean 3, variance 4; with epsilon 5 the deviation is 3.
    const Variable x = leaf(Tensor::from({2, 1, 1, 1}, {1, 5}));
    const Variable gamma = leaf(filled({6}));
    const Variable beta = leaf(filled({10}));
    const BatchNorm2dResult result = batch_norm2d_training(x, gamma, beta, 5);
    check_close(result.output.value(), Tensor::from({2, 1, 1, 1}, {6, 14}), kRounding);
    BOOST_TEST(result.mean.item() == 3);
    BOOST_TEST(result.variance.item() == 4);
    // dL/dgamma = 1/3 (9 * -2 + 0 * 2) = -6; dL/dx = 6/3 (dy - 4.5 - (x - 3)/3 * -6/2)
    result.output.backward(Tensor::from({2, 1, 1, 1}, {9, 0}));
    check_close(beta.grad(), filled({9}), kRounding);
    check_close(gamma.grad(), filled({-6}), kRounding);
    check_close(x.grad(), Tensor::from({2, 1, 1, 1}, {5, -5}), kRounding);
}

BOOST_AUTO_TEST_CASE(inference_is_what_a_pencil_says) {
    const Variable x = leaf(Tensor::from({2, 1, 1, 1}, {1, 5}));
    const Variable gamma = leaf(filled({6}));
    const Variable beta = leaf(filled({10}));
    const Variable y = batch_norm2d_inference(x, gamma, beta, filled({3}), filled({4}), 5);
    check_close(y.value(), Tensor::from({2, 1, 1, 1}, {6, 14}), kRounding);
    y.backward(Tensor::from({2, 1, 1, 1}, {9, 0}));
    check_close(beta.grad(), filled({9}), kRounding);
    check_close(gamma.grad(), filled({-6}), kRounding);
    check_close(x.grad(), Tensor::from({2, 1, 1, 1}, {18, 0}), kRounding);
}

BOOST_AUTO_TEST_CASE(training_equals_the_naive_twin) {
    for (const Shape& shape : {Shape{2, 1, 1, 3}, Shape{3, 5, 4, 7}, Shape{1, 9, 9, 16}}) {
        const Shape rows{shape[0] * shape[1] * shape[2], shape[3]};
        const Variable x = leaf(random_tensor(shape, 1));
        const Variable gamma = leaf(random_tensor({shape[3]}, 2));
        const Variable beta = leaf(random_tensor({shape[3]}, 3));
        const Tensor grad_output = random_tensor(shape, 4);
        const NaiveBatchNorm naive =
            naive_batch_norm(x.value().reshape(rows), gamma.value(), beta.value(), 0.01);
        const BatchNorm2dResult result = batch_norm2d_training(x, gamma, beta, Scalar(0.01));
        check_close(result.output.value().reshape(rows), naive.output, kRounding);
        check_close(result.variance, naive.variance, kRounding);
        result.output.backward(grad_output);
        const NaiveBatchNormGradients gradients = naive_batch_norm_backward(
            x.value().reshape(rows), gamma.value(), grad_output.reshape(rows), 0.01);
        check_close(x.grad().reshape(rows), gradients.input, kRounding);
        check_close(gamma.grad(), gradients.gamma, kRounding);
        check_close(beta.grad(), gradients.beta, kRounding);
    }
}

BOOST_AUTO_TEST_CASE(the_layer_moves_its_statistics_towards_those_of_the_batch) {
    BatchNorm2d layer(1, {.momentum = Scalar(0.25)});
    layer(Variable(Tensor::from({2, 1, 1, 1}, {1, 5})));
    BOOST_TEST(layer.moving_mean.item() == Scalar(0.75));      // 0.75 * 0 + 0.25 * 3
    BOOST_TEST(layer.moving_variance.item() == Scalar(1.75));  // 0.75 * 1 + 0.25 * 4
    const NoGradGuard no_grad;                                 // does not stop learning them
    layer(Variable(Tensor::from({2, 1, 1, 1}, {1, 5})));
    BOOST_TEST(layer.moving_mean.item() == Scalar(1.3125));
}

BOOST_AUTO_TEST_CASE(eval_uses_the_moving_statistics_and_keeps_them) {
    BatchNorm2d layer(3);
    layer(Variable(random_tensor({4, 3, 3, 3}, 1)));
    const Tensor mean = layer.moving_mean.clone();
    const Tensor variance = layer.moving_variance.clone();
    layer.eval();
    const Variable x(random_tensor({4, 3, 3, 3}, 2));
    const Variable y = layer(x);
    BOOST_TEST(same_bits(
        y.value(),
        batch_norm2d_inference(x, layer.gamma, layer.beta, mean, variance, Scalar(1e-5)).value()));
    BOOST_TEST(same_bits(layer.moving_mean, mean));
    BOOST_TEST(same_bits(layer.moving_variance, variance));
    BOOST_TEST((layer(Variable(Tensor::zeros({0, 3, 3, 3}))).shape() == Shape{0, 3, 3, 3}));
}

BOOST_AUTO_TEST_CASE(a_frozen_layer_keeps_its_statistics_even_under_train) {
    Sequential model(BatchNorm2d(2));
    BatchNorm2d& layer = dynamic_cast<BatchNorm2d&>(model[0]);
    model(Variable(random_tensor({4, 3, 3, 2}, 1)));
    const Tensor mean = layer.moving_mean.clone();
    const Tensor variance = layer.moving_variance.clone();
    model.freeze();
    model.train();
    const Variable x = leaf(random_tensor({4, 3, 3, 2}, 2));
    const Variable y = model(x);
    y.backward(random_tensor(y.shape(), 3));
    BOOST_TEST(same_bits(layer.moving_mean, mean));
    BOOST_TEST(same_bits(layer.moving_variance, variance));
    BOOST_TEST(x.grad().is_defined());  // what comes before can still be trained
    BOOST_TEST(!layer.gamma.grad().is_defined());
    BOOST_TEST(model.trainable_parameter_count() == 0);
    model.unfreeze();
    model(x);
    BOOST_TEST(!same_bits(layer.moving_mean, mean));
}

BOOST_AUTO_TEST_CASE(lists_parameters_and_buffers) {
    BatchNorm2d layer(16);
    BOOST_TEST(layer.type_name() == "BatchNorm2d");
    BOOST_TEST(layer.parameter_count() == 32);
    BOOST_TEST(layer.named_parameters()[0].name == "gamma");
    BOOST_TEST(layer.named_parameters()[1].name == "beta");
    BOOST_TEST(layer.named_buffers()[0].name == "moving_mean");
    BOOST_TEST(layer.named_buffers()[1].name == "moving_variance");
    BOOST_TEST(same_bits(layer.gamma.value(), Tensor::full({16}, 1)));
    BOOST_TEST(same_bits(layer.moving_variance, Tensor::full({16}, 1)));
}

BOOST_AUTO_TEST_CASE(without_numbers_nothing_is_learned) {
    BatchNorm2d layer(3);
    {
        const ShapeOnlyGuard guard;
        // One value for each channel: no variance, but nobody asks for it.
        BOOST_TEST((layer(Variable(Tensor::empty({1, 1, 1, 3}))).shape() == Shape{1, 1, 1, 3}));
        layer.eval();
        BOOST_TEST((layer(Variable(Tensor::empty({2, 5, 5, 3}))).shape() == Shape{2, 5, 5, 3}));
        BatchNorm2d only_shapes(3);
        BOOST_TEST(
            (only_shapes(Variable(Tensor::empty({2, 5, 5, 3}))).shape() == Shape{2, 5, 5, 3}));
    }
    BOOST_TEST(same_bits(layer.moving_mean, filled({0, 0, 0})));
    BOOST_TEST(same_bits(layer.moving_variance, filled({1, 1, 1})));
}

BOOST_AUTO_TEST_CASE(training_needs_two_values_for_each_channel_and_says_so) {
    BatchNorm2d layer(3);
    BOOST_TEST(message_of<ShapeError>([&] {
                   layer(Variable(Tensor::zeros({1, 1, 1, 3})));
               }) ==
               "batch_norm2d_training: a variance needs at least two values for each channel, here "
               "batch * height * width is 1. Use a larger batch, or eval() or freeze() to "
               "normalise with the moving statistics (given [1, 1, 1, 3], [3], [3])");
    BOOST_CHECK_THROW(layer(Variable(Tensor::zeros({0, 4, 4, 3}))), ShapeError);
    BOOST_TEST(same_bits(layer.moving_mean, filled({0, 0, 0})));
}

BOOST_AUTO_TEST_CASE(rejects_wrong_shapes_and_says_so) {
    BatchNorm2d layer(3);
    BOOST_TEST(message_of<ShapeError>([&] {
                   layer(Variable(Tensor::zeros({2, 3})));
               }) ==
               "batch_norm2d_training: input must be [batch, height, width, channels], it has 2 "
               "axes (given [2, 3], [3], [3])");
    BOOST_TEST(message_of<ShapeError>([&] {
                   layer(Variable(Tensor::zeros({2, 3, 3, 4})));
               }) ==
               "batch_norm2d_training: gamma must be [4], one number for each channel; it is [3] "
               "(given [2, 3, 3, 4], [3], [3])");
    const Variable x(Tensor::zeros({2, 2, 2, 1}));
    const Variable one(filled({1}));
    BOOST_TEST(message_of<ShapeError>([&] {
                   batch_norm2d_inference(x, one, one, filled({1, 2}), filled({1}), 1);
               }) ==
               "batch_norm2d_inference: mean must be [1], one number for each channel; it is "
               "[2] (given [2, 2, 2, 1], [1], [1])");
    BOOST_TEST(message_of<ShapeError>([&] { batch_norm2d_training(x, one, one, 0); }) ==
               "batch_norm2d_training: epsilon must be positive, it is 0.000000 (given "
               "[2, 2, 2, 1], [1], [1])");
}

BOOST_AUTO_TEST_CASE(rejects_options_that_make_no_sense) {
    BOOST_CHECK_THROW(BatchNorm2d(0), std::invalid_argument);
    BOOST_CHECK_THROW(BatchNorm2d(3, {.epsilon = 0}), std::invalid_argument);
    BOOST_CHECK_THROW(BatchNorm2d(3, {.momentum = Scalar(1.5)}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_batch_changed_between_forward_and_backward_is_noticed) {
    Tensor numbers = random_tensor({2, 2, 2, 1}, 1);
    BatchNorm2d layer(1);
    const Variable y = layer(leaf(numbers));
    numbers.fill(0);
    BOOST_CHECK_THROW(y.backward(Tensor::full(y.shape(), 1)), GraphError);
}

BOOST_AUTO_TEST_SUITE_END()
