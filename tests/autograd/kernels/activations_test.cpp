// precision: float, double
#include "autograd/kernels/activations.h"

#include "tests/support/tensors.h"
#include "tests/support/threads.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// Above kParallelFrom, and no multiple of any vector length.
constexpr std::int64_t kManyNumbers = 100003;

// What the rational polynomial promises; std::tanh in double is exact for this purpose.
constexpr double kTanhError = 3.5e-7;

constexpr Scalar kNan = std::numeric_limits<Scalar>::quiet_NaN();
constexpr Scalar kInfinity = std::numeric_limits<Scalar>::infinity();

using Forward = void (*)(const Scalar*, Scalar*, std::int64_t) noexcept;
using Backward = void (*)(const Scalar*, const Scalar*, Scalar*, std::int64_t) noexcept;

Tensor run(Forward kernel, const Tensor& x) {
    Tensor y = Tensor::empty(x.shape());
    kernel(x.data(), y.mutable_data(), x.numel());
    return y;
}

Tensor run(Backward kernel, const Tensor& y, const Tensor& dy) {
    Tensor dx = Tensor::empty(y.shape());
    kernel(y.data(), dy.data(), dx.mutable_data(), y.numel());
    return dx;
}

// The textbook's loop: `formula` for one number after the other.
template <typename Formula>
Tensor naive(Formula formula, const Tensor& x) {
    Tensor y = Tensor::empty(x.shape());
    for (std::int64_t i = 0; i < x.numel(); ++i) {
        y.mutable_data()[i] = formula(x.data()[i]);
    }
    return y;
}

template <typename Formula>
Tensor naive(Formula formula, const Tensor& a, const Tensor& b) {
    Tensor y = Tensor::empty(a.shape());
    for (std::int64_t i = 0; i < a.numel(); ++i) {
        y.mutable_data()[i] = formula(a.data()[i], b.data()[i]);
    }
    return y;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(activations_test)

BOOST_AUTO_TEST_CASE(forward_equals_the_naive_loops) {
    for (const std::int64_t count :
         {std::int64_t{0}, std::int64_t{1}, std::int64_t{37}, kManyNumbers}) {
        const Tensor x = random_tensor({count}, 1);
        const Tensor wide = integer_tensor({count}, 2, -10, 10);
        BOOST_TEST(same_bits(run(kernels::relu_forward, x),
                             naive([](Scalar v) { return v < 0 ? 0 : v; }, x)));
        BOOST_TEST(same_bits(run(kernels::relu6_forward, wide),
                             naive([](Scalar v) { return v < 0 ? 0 : (v > 6 ? 6 : v); }, wide)));
        BOOST_TEST(same_bits(run(kernels::sigmoid_forward, x),
                             naive([](Scalar v) { return 1 / (1 + std::exp(-v)); }, x)));
    }
}

BOOST_AUTO_TEST_CASE(backward_equals_the_naive_loops) {
    for (const std::int64_t count : {std::int64_t{1}, std::int64_t{37}, kManyNumbers}) {
        const Tensor y = integer_tensor({count}, 1, -2, 8);
        const Tensor dy = integer_tensor({count}, 2);
        BOOST_TEST(same_bits(run(kernels::relu_backward, y, dy),
                             naive([](Scalar a, Scalar g) { return a > 0 ? g : 0; }, y, dy)));
        BOOST_TEST(
            same_bits(run(kernels::relu6_backward, y, dy),
                      naive([](Scalar a, Scalar g) { return a > 0 && a < 6 ? g : 0; }, y, dy)));
        BOOST_TEST(same_bits(run(kernels::sigmoid_backward, y, dy),
                             naive([](Scalar a, Scalar g) { return g * a * (1 - a); }, y, dy)));
        BOOST_TEST(same_bits(run(kernels::tanh_backward, y, dy),
                             naive([](Scalar a, Scalar g) { return g * (1 - a * a); }, y, dy)));
        BOOST_TEST(
            same_bits(run(
                          [](const Scalar* a, const Scalar* b, Scalar* c, std::int64_t n) noexcept {
                              kernels::leaky_relu_backward(a, b, c, Scalar(0.25), n);
                          },
                          y, dy),
                      naive([](Scalar a, Scalar g) { return a > 0 ? g : g / 4; }, y, dy)));
        BOOST_TEST(same_bits(run(kernels::multiply_by_mask, y, dy),
                             naive([](Scalar a, Scalar m) { return a * m; }, y, dy)));
    }
}

BOOST_AUTO_TEST_CASE(leaky_relu_equals_the_naive_loop) {
    const Tensor x = integer_tensor({kManyNumbers}, 3, -9, 9);
    Tensor y = Tensor::empty(x.shape());
    kernels::leaky_relu_forward(x.data(), y.mutable_data(), Scalar(0.25), x.numel());
    BOOST_TEST(same_bits(y, naive([](Scalar v) { return v < 0 ? v / 4 : v; }, x)));
}

BOOST_AUTO_TEST_CASE(tanh_is_within_its_promise_from_minus_ten_to_ten) {
    constexpr std::int64_t kSteps = 2000000;
    Tensor x = Tensor::empty({kSteps + 1});
    for (std::int64_t i = 0; i <= kSteps; ++i) {
        x.mutable_data()[i] = static_cast<Scalar>(-10 + 20.0 * static_cast<double>(i) / kSteps);
    }
    const Tensor y = run(kernels::tanh_forward, x);
    double largest_error = 0;
    for (std::int64_t i = 0; i <= kSteps; ++i) {
        const double expected = std::tanh(static_cast<double>(x.data()[i]));
        largest_error = std::max(largest_error, std::abs(y.data()[i] - expected));
        if (!(std::abs(y.data()[i]) <= 1)) {
            BOOST_ERROR("tanh(" << x.data()[i] << ") is " << y.data()[i]);
            break;
        }
    }
    BOOST_TEST(largest_error < kTanhError);
}

BOOST_AUTO_TEST_CASE(tanh_of_small_numbers_keeps_its_digits) {
    // tanh(x) = x - x^3/3 + ...; the relative error counts here, not the absolute one.
    constexpr double kRelativeError = 3e-7;
    for (double x = 1e-30; x < 0.01; x *= 1.7) {
        const Tensor y = run(kernels::tanh_forward, Tensor::from({1}, {static_cast<Scalar>(x)}));
        const double expected = std::tanh(static_cast<double>(static_cast<Scalar>(x)));
        BOOST_TEST(std::abs(y.item() - expected) < kRelativeError * expected, "x is " << x);
    }
}

BOOST_AUTO_TEST_CASE(infinities_saturate) {
    const Tensor x = Tensor::from({4}, {-kInfinity, -1000, 1000, kInfinity});
    const Tensor y = run(kernels::tanh_forward, x);
    BOOST_TEST(same_bits(y, Tensor::from({4}, {-1, -1, 1, 1})));
    const Tensor s = run(kernels::sigmoid_forward, x);
    BOOST_TEST(same_bits(s, Tensor::from({4}, {0, 0, 1, 1})));
}

BOOST_AUTO_TEST_CASE(a_nan_stays_a_nan) {
    const Tensor x = Tensor::full({19}, kNan);
    for (const Forward kernel : {kernels::relu_forward, kernels::relu6_forward,
                                 kernels::sigmoid_forward, kernels::tanh_forward}) {
        const Tensor y = run(kernel, x);
        for (const Scalar number : y.numbers()) {
            BOOST_TEST(std::isnan(number));
        }
    }
    Tensor y = Tensor::empty({19});
    kernels::leaky_relu_forward(x.data(), y.mutable_data(), Scalar(0.1), 19);
    BOOST_TEST(std::isnan(y.at({18})));
}

BOOST_AUTO_TEST_CASE(gives_the_same_bits_for_any_number_of_threads) {
    const Tensor x = random_tensor({kManyNumbers}, 4);
    const Tensor dy = random_tensor({kManyNumbers}, 5);
    for (const Forward kernel : {kernels::relu_forward, kernels::relu6_forward,
                                 kernels::sigmoid_forward, kernels::tanh_forward}) {
        check_same_bits_for_any_thread_count([&] { return run(kernel, x); });
    }
    for (const Backward kernel :
         {kernels::relu_backward, kernels::relu6_backward, kernels::sigmoid_backward,
          kernels::tanh_backward, kernels::multiply_by_mask}) {
        check_same_bits_for_any_thread_count([&] { return run(kernel, x, dy); });
    }
}

BOOST_AUTO_TEST_SUITE_END()
