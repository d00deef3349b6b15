// precision: float, double
#include "autograd/kernels/softmax.h"

#include "tests/support/tensors.h"
#include "tests/support/threads.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;
using kernels::ScoreSizes;

namespace {

// A few roundings of numbers up to 1, and a logarithm of up to 10.
constexpr Scalar kRounding = sizeof(Scalar) == sizeof(float) ? Scalar(2e-6) : Scalar(1e-13);

Tensor run(void (*kernel)(const Scalar*, Scalar*, ScoreSizes) noexcept, const Tensor& x) {
    Tensor y = Tensor::empty(x.shape());
    kernel(x.data(), y.mutable_data(), {x.shape()[0], x.shape()[1]});
    return y;
}

Tensor run(void (*kernel)(const Scalar*, const Scalar*, Scalar*, ScoreSizes) noexcept,
           const Tensor& y, const Tensor& dy) {
    Tensor dx = Tensor::empty(y.shape());
    kernel(y.data(), dy.data(), dx.mutable_data(), {y.shape()[0], y.shape()[1]});
    return dx;
}

// The formula as it stands, without a shift, in double.
Tensor naive_softmax(const Tensor& x) {
    Tensor y = Tensor::empty(x.shape());
    const std::int64_t classes = x.shape()[1];
    for (std::int64_t n = 0; n < x.shape()[0]; ++n) {
        double sum = 0;
        for (std::int64_t k = 0; k < classes; ++k) {
            sum += std::exp(static_cast<double>(x.at({n, k})));
        }
        for (std::int64_t k = 0; k < classes; ++k) {
            y.mutable_data()[n * classes + k] =
                static_cast<Scalar>(std::exp(static_cast<double>(x.at({n, k}))) / sum);
        }
    }
    return y;
}

Tensor logarithm(const Tensor& x) {
    Tensor y = x.clone();
    for (std::int64_t i = 0; i < y.numel(); ++i) {
        y.mutable_data()[i] = std::log(y.data()[i]);
    }
    return y;
}

struct CrossEntropy {
    Tensor losses;
    Tensor probabilities;
    Tensor grad;
};

CrossEntropy cross_entropy(const Tensor& x, const std::vector<std::int32_t>& labels) {
    const ScoreSizes sizes{x.shape()[0], x.shape()[1]};
    CrossEntropy result{Tensor::empty({sizes.rows}), Tensor::empty(x.shape()),
                        Tensor::empty(x.shape())};
    kernels::cross_entropy_forward(x.data(), labels.data(), result.probabilities.mutable_data(),
                                   result.losses.mutable_data(), sizes);
    kernels::cross_entropy_backward(result.probabilities.data(), labels.data(), Scalar(0.5),
                                    result.grad.mutable_data(), sizes);
    return result;
}

std::vector<std::int32_t> some_labels(const Shape& shape) {
    std::vector<std::int32_t> labels;
    for (std::int64_t n = 0; n < shape[0]; ++n) {
        labels.push_back(static_cast<std::int32_t>(n * 7 % shape[1]));
    }
    return labels;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(softmax_test)

BOOST_AUTO_TEST_CASE(equals_the_naive_formula) {
    for (const Shape& shape : {Shape{1, 1}, Shape{3, 10}, Shape{5, 37}, Shape{0, 4}}) {
        const Tensor x = random_tensor(shape, 1);
        const Tensor expected = naive_softmax(x);
        check_close(run(kernels::softmax_forward, x), expected, kRounding);
        check_close(run(kernels::log_softmax_forward, x), logarithm(expected), kRounding);
        const std::vector<std::int32_t> labels = some_labels(shape);
        const CrossEntropy result = cross_entropy(x, labels);
        check_close(result.probabilities, expected, kRounding);
        for (std::int64_t n = 0; n < shape[0]; ++n) {
            const std::int32_t label = labels[static_cast<std::size_t>(n)];
            BOOST_TEST(std::abs(result.losses.at({n}) + std::log(expected.at({n, label}))) <
                       kRounding * 10);
            for (std::int64_t k = 0; k < shape[1]; ++k) {
                const Scalar truth = k == label ? 1 : 0;
                BOOST_TEST(std::abs(result.grad.at({n, k}) - (expected.at({n, k}) - truth) / 2) <
                           kRounding);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(scores_of_any_size_are_no_trouble) {
    const Tensor x = Tensor::from({2, 3}, {10000, 9999, -10000, -10000, -10001, -30000});
    const Tensor y = run(kernels::softmax_forward, x);
    const Tensor small = run(kernels::softmax_forward, Tensor::from({1, 3}, {1, 0, -19999}));
    check_close(y.rows(0, 1), small, kRounding);
    check_close(y.rows(1, 1), small, kRounding);
    const Tensor z = run(kernels::log_softmax_forward, x);
    BOOST_TEST(z.at({0, 2}) < -19999);
    BOOST_TEST(std::isfinite(z.at({0, 2})));
}

BOOST_AUTO_TEST_CASE(a_nan_spoils_its_row_and_no_other) {
    const Scalar nan = std::numeric_limits<Scalar>::quiet_NaN();
    for (std::int64_t place = 0; place < 3; ++place) {
        Tensor x = random_tensor({2, 3}, 1);
        x.mutable_data()[place] = nan;
        for (const auto kernel : {kernels::softmax_forward, kernels::log_softmax_forward}) {
            const Tensor y = run(kernel, x);
            for (std::int64_t k = 0; k < 3; ++k) {
                BOOST_TEST(std::isnan(y.at({0, k})));
                BOOST_TEST(!std::isnan(y.at({1, k})));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(gives_the_same_bits_for_any_number_of_threads) {
    const Tensor x = random_tensor({70, 1003}, 1);
    const Tensor dy = random_tensor({70, 1003}, 2);
    const std::vector<std::int32_t> labels = some_labels(x.shape());
    check_same_bits_for_any_thread_count([&] { return run(kernels::softmax_forward, x); });
    check_same_bits_for_any_thread_count([&] { return run(kernels::log_softmax_forward, x); });
    check_same_bits_for_any_thread_count([&] { return run(kernels::softmax_backward, x, dy); });
    check_same_bits_for_any_thread_count([&] { return run(kernels::log_softmax_backward, x, dy); });
    check_same_bits_for_any_thread_count([&] { return cross_entropy(x, labels).losses; });
    check_same_bits_for_any_thread_count([&] { return cross_entropy(x, labels).grad; });
}

BOOST_AUTO_TEST_SUITE_END()
