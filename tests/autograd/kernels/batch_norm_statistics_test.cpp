// precision: float, double
#include "tests/support/batch_norm_statistics.h"

#include "autograd/kernels/batch_norm.h"
#include "tests/support/naive_batch_norm.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

constexpr bool kIsFloat = sizeof(Scalar) == sizeof(float);

// Sums of up to ten thousand numbers of size 1, taken in chunks.
constexpr Scalar kRounding = kIsFloat ? Scalar(2e-5) : Scalar(1e-12);

void check_statistics(const Tensor& x, Scalar tolerance) {
    const Tensor ones = Tensor::full({x.shape()[1]}, 1);
    const NaiveBatchNorm naive = naive_batch_norm(x, ones, ones, 1);
    const Statistics fast = statistics(x);
    check_close(fast.mean, naive.mean, tolerance);
    check_close(fast.variance, naive.variance, tolerance);
}

// Fewer and more rows than a chunk, and no multiple of one; few and many channels.
const Shape kShapes[] = {{2, 1},  {3, 5},     {67, 3},    {1000, 16},
                         {99, 7}, {20003, 1}, {129, 130}, {70, 1030}};

}  // namespace

BOOST_AUTO_TEST_SUITE(batch_norm_statistics_test)

BOOST_AUTO_TEST_CASE(statistics_equal_the_naive_ones) {
    for (const Shape& shape : kShapes) {
        check_statistics(random_tensor(shape, 1), kRounding);
    }
}

BOOST_AUTO_TEST_CASE(statistics_of_whole_numbers_are_exact) {
    // 64 rows of -1 and 1 in turn, plus 3: mean 3, variance 1, every sum exact.
    Tensor x = Tensor::empty({64, 3});
    for (std::int64_t i = 0; i < x.numel(); ++i) {
        x.mutable_data()[i] = (i / 3) % 2 == 0 ? 2 : 4;
    }
    const Statistics result = statistics(x);
    BOOST_TEST(same_bits(result.mean, Tensor::full({3}, 3)));
    BOOST_TEST(same_bits(result.variance, Tensor::full({3}, 1)));
}

BOOST_AUTO_TEST_CASE(a_large_mean_costs_no_digits_of_the_variance) {
    // E[x^2] - E[x]^2 would be a difference of two numbers near 1e8, with an error of 8 or so.
    for (const Shape& shape : kShapes) {
        check_statistics(scaled_and_moved(random_tensor(shape, 2), 1, Scalar(1e4)), kRounding);
    }
}

BOOST_AUTO_TEST_CASE(an_outlier_among_the_sampled_rows_does_no_harm) {
    // Row 0 is one of those the shift is computed from.
    Tensor x = random_tensor({1000, 2}, 3);
    x.mutable_data()[0] = Scalar(1e4);
    check_statistics(x, kRounding);
}

BOOST_AUTO_TEST_CASE(means_that_differ_from_chunk_to_chunk_add_up) {
    Tensor x = random_tensor({3000, 4}, 4);
    for (std::int64_t i = 0; i < x.numel(); ++i) {
        x.mutable_data()[i] += static_cast<Scalar>(i / 2000);
    }
    check_statistics(x, kRounding);
}

BOOST_AUTO_TEST_CASE(a_constant_channel_has_no_variance) {
    const Statistics result = statistics(Tensor::full({1000, 2}, Scalar(0.1)));
    BOOST_TEST(result.variance.at({0}) >= 0);
    BOOST_TEST(result.variance.at({0}) < Scalar(1e-12));
}

BOOST_AUTO_TEST_CASE(a_nan_spoils_its_channel_and_no_other) {
    Tensor x = random_tensor({1000, 2}, 5);
    x.mutable_data()[2 * 777] = std::nan("");
    const Statistics result = statistics(x);
    BOOST_TEST(std::isnan(result.mean.at({0})));
    BOOST_TEST(std::isnan(result.variance.at({0})));
    BOOST_TEST(std::isfinite(result.mean.at({1})));
    BOOST_TEST(std::isfinite(result.variance.at({1})));
}

BOOST_AUTO_TEST_SUITE_END()
