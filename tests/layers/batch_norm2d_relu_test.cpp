// precision: float, double
#include "layers/batch_norm2d_relu.h"

#include "autograd/error.h"
#include "autograd/grad_mode.h"
#include "autograd/kernels/threads.h"
#include "autograd/shape_only.h"
#include "layers/relu.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

constexpr bool kIsFloat = sizeof(Scalar) == sizeof(float);

// A handful of operations on numbers of size 10.
constexpr Scalar kRounding = kIsFloat ? Scalar(1e-5) : Scalar(1e-12);

constexpr Scalar kEpsilon = Scalar(1e-5);

struct Given {
    Tensor input;
    Tensor gamma;
    Tensor beta;
    Tensor grad_output;
};

Given random_given(const Shape& shape) {
    return {random_tensor(shape, 1), random_tensor({shape[3]}, 2), random_tensor({shape[3]}, 3),
            random_tensor(shape, 4)};
}

enum class Mode { kTraining, kInference };

// The output, the batch's statistics (in training), and the gradients of input, gamma and beta.
std::vector<Tensor> results(const Given& given, Mode mode, bool is_fused) {
    const Variable x = leaf(given.input);
    const Variable gamma = leaf(given.gamma);
    const Variable beta = leaf(given.beta);
    std::vector<Tensor> found;
    Variable y;
    if (mode == Mode::kTraining) {
        const BatchNorm2dResult result = is_fused
                                             ? batch_norm2d_relu_training(x, gamma, beta, kEpsilon)
                                             : batch_norm2d_training(x, gamma, beta, kEpsilon);
        found = {result.mean, result.variance};
        y = is_fused ? result.output : relu(result.output);
    } else {
        const Tensor mean = random_tensor(given.gamma.shape(), 5);
        const Tensor variance = Tensor::full(given.gamma.shape(), 2);
        y = is_fused ? batch_norm2d_relu_inference(x, gamma, beta, mean, variance, kEpsilon)
                     : relu(batch_norm2d_inference(x, gamma, beta, mean, variance, kEpsilon));
    }
    y.backward(given.grad_output);
    found.insert(found.end(), {y.value(), x.grad(), gamma.grad(), beta.grad()});
    return found;
}

void check_same_results(const Given& given, Mode mode) {
    const std::vector<Tensor> apart = results(given, mode, /*is_fused=*/false);
    const std::vector<Tensor> fused = results(given, mode, /*is_fused=*/true);
    BOOST_TEST_REQUIRE(fused.size() == apart.size());
    for (std::size_t i = 0; i < apart.size(); ++i) {
        BOOST_TEST(same_bits(fused[i], apart[i]),
                   "result " << i << " of " << given.input.shape().to_string());
    }
}

Tensor filled(std::initializer_list<Scalar> numbers) {
    return Tensor::from({static_cast<std::int64_t>(numbers.size())}, numbers);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(batch_norm2d_relu_test)

BOOST_AUTO_TEST_CASE(training_is_what_a_pencil_says) {
    // 1 and 5: mean 3, variance 4; with epsilon 5 the deviation is 3, and z is 2 * -2 + 1 = -3 or
    // 2 * 2 + 1 = 5. The ReLU stops the first.
    const Variable x = leaf(Tensor::from({2, 1, 1, 1}, {1, 5}));
    const Variable gamma = leaf(filled({6}));
    const Variable beta = leaf(filled({1}));
    const BatchNorm2dResult result = batch_norm2d_relu_training(x, gamma, beta, 5);
    check_close(result.output.value(), Tensor::from({2, 1, 1, 1}, {0, 5}), kRounding);
    BOOST_TEST(result.mean.item() == 3);
    BOOST_TEST(result.variance.item() == 4);
    // dz = 0, 9: dL/dgamma = 1/3 * 9 * 2 = 6; dL/dx = 6/3 (dz - 4.5 - (x - 3)/3 * 6/2)
    result.output.backward(Tensor::from({2, 1, 1, 1}, {7, 9}));
    check_close(beta.grad(), filled({9}), kRounding);
    check_close(gamma.grad(), filled({6}), kRounding);
    check_close(x.grad(), Tensor::from({2, 1, 1, 1}, {-5, 5}), kRounding);
}

BOOST_AUTO_TEST_CASE(inference_is_what_a_pencil_says) {
    const Variable x = leaf(Tensor::from({2, 1, 1, 1}, {1, 5}));
    const Variable gamma = leaf(filled({6}));
    const Variable beta = leaf(filled({1}));
    const Variable y = batch_norm2d_relu_inference(x, gamma, beta, filled({3}), filled({4}), 5);
    check_close(y.value(), Tensor::from({2, 1, 1, 1}, {0, 5}), kRounding);
    y.backward(Tensor::from({2, 1, 1, 1}, {7, 9}));
    check_close(beta.grad(), filled({9}), kRounding);
    check_close(gamma.grad(), filled({6}), kRounding);
    check_close(x.grad(), Tensor::from({2, 1, 1, 1}, {0, 18}), kRounding);
}

BOOST_AUTO_TEST_CASE(gives_the_bits_of_the_two_operations_in_turn) {
    const int before = thread_count();
    for (const int threads : {1, 2, 3, 4}) {
        set_thread_count(threads);
        for (const std::int64_t channels : {1, 3, 16, 17, 40}) {
            for (const std::int64_t batch : {1, 2, 5}) {
                check_same_results(random_given({batch, 5, 7, channels}), Mode::kTraining);
                check_same_results(random_given({batch, 5, 7, channels}), Mode::kInference);
            }
        }
        check_same_results(random_given({9, 23, 21, 17}), Mode::kTraining);  // on several threads
        check_same_results(random_given({9, 23, 21, 17}), Mode::kInference);
    }
    set_thread_count(before);
}

BOOST_AUTO_TEST_CASE(gives_those_bits_for_nan_and_zero_too) {
    Given given = random_given({3, 4, 5, 3});
    given.gamma.mutable_data()[1] = 0;  // z is beta or -0 + beta
    given.beta.mutable_data()[1] = Scalar(-0.0);
    check_same_results(given, Mode::kTraining);
    check_same_results(given, Mode::kInference);
    given.input.mutable_data()[6] = std::numeric_limits<Scalar>::quiet_NaN();
    given.grad_output.mutable_data()[11] = std::numeric_limits<Scalar>::quiet_NaN();
    check_same_results(given, Mode::kTraining);
    check_same_results(given, Mode::kInference);
    BOOST_TEST(std::isnan(results(given, Mode::kInference, /*is_fused=*/true)[0].data()[6]));
}

BOOST_AUTO_TEST_CASE(an_empty_batch_can_be_inferred_but_not_learned_from) {
    const Given given = random_given({0, 4, 5, 3});
    check_same_results(given, Mode::kInference);
    BOOST_CHECK_THROW(results(given, Mode::kTraining, /*is_fused=*/true), ShapeError);
}

BOOST_AUTO_TEST_CASE(records_nothing_that_nobody_wants) {
    const Given given = random_given({2, 3, 3, 4});
    const Variable x = leaf(given.input);
    const Variable gamma(given.gamma);
    const Variable beta(given.beta);
    {
        const NoGradGuard no_grad;
        BOOST_TEST(!batch_norm2d_relu_training(x, gamma, beta, kEpsilon).output.requires_grad());
        BOOST_TEST(
            !batch_norm2d_relu_inference(x, gamma, beta, given.beta, given.gamma.clone(), kEpsilon)
                 .requires_grad());
    }
    const ShapeOnlyGuard shapes_only;
    const Shape shape{1, 1, 1, 4};
    const Variable empty(Tensor::empty(shape));
    BOOST_TEST((batch_norm2d_relu_training(empty, gamma, beta, kEpsilon).output.shape() == shape));
    BOOST_TEST((
        batch_norm2d_relu_inference(empty, gamma, beta, given.beta, given.beta, kEpsilon).shape() ==
        shape));
}

BOOST_AUTO_TEST_CASE(numbers_changed_between_forward_and_backward_are_noticed) {
    const Given given = random_given({2, 3, 3, 4});
    const Tensor ones = Tensor::full({4}, 1);
    const Variable x = leaf(given.input);
    const Variable gamma = leaf(given.gamma);
    const Variable beta = leaf(given.beta);
    const Variable trained = batch_norm2d_relu_training(x, gamma, beta, kEpsilon).output;
    const Variable inferred = batch_norm2d_relu_inference(x, gamma, beta, ones, ones, kEpsilon);
    Tensor numbers = given.input;
    numbers.fill(0);
    BOOST_CHECK_THROW(trained.backward(given.grad_output), GraphError);
    BOOST_CHECK_THROW(inferred.backward(given.grad_output), GraphError);
}

BOOST_AUTO_TEST_CASE(beta_may_change_as_it_may_without_fusion) {
    const Given given = random_given({2, 3, 3, 4});
    std::vector<Tensor> gradients;
    for (const bool is_fused : {false, true}) {
        const Variable x = leaf(given.input);
        const Variable beta = leaf(given.beta.clone());
        const Variable gamma(given.gamma);
        const Variable y = is_fused ? batch_norm2d_relu_training(x, gamma, beta, kEpsilon).output
                                    : relu(batch_norm2d_training(x, gamma, beta, kEpsilon).output);
        Tensor numbers = beta.value();
        numbers.fill(100);  // would let every number through
        y.backward(given.grad_output);
        gradients.push_back(x.grad());
    }
    BOOST_TEST(same_bits(gradients[1], gradients[0]));
}

BOOST_AUTO_TEST_CASE(errors_are_those_of_batch_normalisation) {
    const Variable x(Tensor::zeros({2, 3, 3, 4}));
    const Variable three(filled({1, 1, 1}));
    const Variable four(filled({1, 1, 1, 1}));
    BOOST_TEST(message_of<ShapeError>([&] { batch_norm2d_relu_training(x, three, four, 1); }) ==
               "batch_norm2d_training: gamma must be [4], one number for each channel; it is [3] "
               "(given [2, 3, 3, 4], [3], [4])");
    BOOST_TEST(message_of<ShapeError>([&] {
                   batch_norm2d_relu_inference(x, four, four, four.value(), three.value(), 1);
               }) ==
               "batch_norm2d_inference: variance must be [4], one number for each channel; it is "
               "[3] (given [2, 3, 3, 4], [4], [4])");
    const Variable matrix(Tensor::zeros({2, 4}));
    BOOST_TEST(message_of<ShapeError>([&] { batch_norm2d_relu_training(matrix, four, four, 1); }) ==
               "batch_norm2d_training: input must be [batch, height, width, channels], it has 2 "
               "axes (given [2, 4], [4], [4])");
    BOOST_TEST(message_of<ShapeError>([&] { batch_norm2d_relu_training(x, four, four, 0); }) ==
               "batch_norm2d_training: epsilon must be positive, it is 0.000000 (given "
               "[2, 3, 3, 4], [4], [4])");
}

BOOST_AUTO_TEST_SUITE_END()
