// precision: float, double
#include "autograd/kernels/max_pool.h"

#include "tests/support/naive_pooling.h"
#include "tests/support/tensors.h"
#include "tests/support/threads.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;
using kernels::PoolSizes;

namespace {

constexpr Scalar kNan = std::numeric_limits<Scalar>::quiet_NaN();

//                                  n  h  w  c  kernel stride pad  output
const PoolSizes kSideBySide = {2, 6, 8, 5, 2, 2, 2, 2, 0, 0, 3, 4};
const PoolSizes kOddSizes = {1, 7, 5, 16, 2, 2, 2, 2, 0, 0, 3, 2};
const PoolSizes kOneRow = {3, 2, 2, 1, 2, 2, 2, 2, 0, 0, 1, 1};
const PoolSizes kOverlapping = {2, 7, 9, 17, 3, 3, 2, 2, 1, 1, 4, 5};
const PoolSizes kFlatKernel = {2, 5, 6, 3, 1, 4, 2, 1, 0, 2, 3, 7};
const PoolSizes kGaps = {1, 9, 9, 4, 2, 2, 3, 4, 0, 0, 3, 2};
const PoolSizes kBeyondTheEnd = {2, 5, 5, 3, 2, 2, 2, 2, 0, 0, 3, 3};
const PoolSizes kWholeMap = {4, 6, 7, 33, 6, 7, 1, 1, 0, 0, 1, 1};
const PoolSizes kEmptyBatch = {0, 4, 4, 3, 2, 2, 2, 2, 0, 0, 2, 2};
const PoolSizes kLarge2x2 = {4, 31, 33, 20, 2, 2, 2, 2, 0, 0, 15, 16};
const PoolSizes kLargeOverlap = {4, 31, 33, 20, 3, 3, 2, 2, 1, 1, 16, 17};

Shape input_shape(const PoolSizes& s) {
    return {s.batch, s.height, s.width, s.channels};
}

Shape output_shape(const PoolSizes& s) {
    return {s.batch, s.output_height, s.output_width, s.channels};
}

struct Result {
    Tensor output;
    std::vector<std::int32_t> winner;
    Tensor grad_input;
};

// Forward, then backward of `grad_output`, through the kernel for windows of any size or through
// the one for 2x2.
Result run(const Tensor& input, const Tensor& grad_output, const PoolSizes& sizes, bool as_2x2) {
    Result result{Tensor::empty(output_shape(sizes)), {}, Tensor::empty(input_shape(sizes))};
    result.winner.resize(static_cast<std::size_t>(result.output.numel()));
    auto* forward = as_2x2 ? kernels::max_pool_2x2_forward : kernels::max_pool_forward;
    auto* backward = as_2x2 ? kernels::max_pool_2x2_backward : kernels::max_pool_backward;
    forward(input.data(), result.output.mutable_data(), result.winner.data(), sizes);
    backward(grad_output.data(), result.winner.data(), result.grad_input.mutable_data(), sizes);
    return result;
}

void check_equals_naive(const PoolSizes& sizes, bool as_2x2) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        // Few different numbers, so that there are many ties.
        const Tensor input = integer_tensor(input_shape(sizes), seed, -2, 2);
        const Tensor grad_output = integer_tensor(output_shape(sizes), seed + 10);
        const Result fast = run(input, grad_output, sizes, as_2x2);
        const NaiveMaxPool naive = naive_max_pool(input, sizes);
        BOOST_TEST(same_bits(fast.output, naive.output), "seed " << seed);
        BOOST_TEST(fast.winner == naive.winner, boost::test_tools::per_element());
        check_close(fast.grad_input, naive_max_pool_backward(grad_output, naive.winner, sizes), 0);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(max_pool_test)

BOOST_AUTO_TEST_CASE(windows_of_any_size_equal_the_naive_loops) {
    for (const PoolSizes& sizes : {kSideBySide, kOddSizes, kOneRow, kOverlapping, kFlatKernel,
                                   kGaps, kBeyondTheEnd, kWholeMap, kEmptyBatch}) {
        check_equals_naive(sizes, /*as_2x2=*/false);
    }
}

BOOST_AUTO_TEST_CASE(windows_of_2x2_equal_the_naive_loops) {
    for (const PoolSizes& sizes : {kSideBySide, kOddSizes, kOneRow, kEmptyBatch}) {
        BOOST_TEST(kernels::is_pool_2x2(sizes));
        check_equals_naive(sizes, /*as_2x2=*/true);
    }
}

BOOST_AUTO_TEST_CASE(only_2x2_side_by_side_inside_the_image_is_2x2) {
    for (const PoolSizes& sizes : {kOverlapping, kFlatKernel, kGaps, kBeyondTheEnd, kWholeMap}) {
        BOOST_TEST(!kernels::is_pool_2x2(sizes));
    }
}

BOOST_AUTO_TEST_CASE(a_nan_anywhere_in_a_window_is_its_maximum) {
    const Tensor grad_output = Tensor::full(output_shape(kOneRow), 1);
    for (std::int64_t place = 0; place < 12; ++place) {
        Tensor input = integer_tensor(input_shape(kOneRow), 1);
        input.mutable_data()[place] = kNan;
        for (const bool as_2x2 : {false, true}) {
            const Result result = run(input, grad_output, kOneRow, as_2x2);
            for (std::int64_t n = 0; n < 3; ++n) {
                BOOST_TEST(std::isnan(result.output.data()[n]) == (place / 4 == n));
            }
            BOOST_TEST(result.grad_input.data()[place] == 1);
        }
    }
}

BOOST_AUTO_TEST_CASE(minus_infinity_is_a_number_like_any_other) {
    const Tensor input =
        Tensor::full(input_shape(kOverlapping), -std::numeric_limits<Scalar>::infinity());
    const Tensor grad_output = Tensor::full(output_shape(kOverlapping), 1);
    const Result result = run(input, grad_output, kOverlapping, /*as_2x2=*/false);
    BOOST_TEST(result.output.data()[0] == -std::numeric_limits<Scalar>::infinity());
    BOOST_TEST(result.winner == naive_max_pool(input, kOverlapping).winner,
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(gives_the_same_bits_for_any_number_of_threads) {
    for (const PoolSizes& sizes : {kLarge2x2, kLargeOverlap}) {
        const Tensor input = random_tensor(input_shape(sizes), 1);
        const Tensor grad_output = random_tensor(output_shape(sizes), 2);
        const bool as_2x2 = kernels::is_pool_2x2(sizes);
        check_same_bits_for_any_thread_count(
            [&] { return run(input, grad_output, sizes, as_2x2).output; });
        check_same_bits_for_any_thread_count(
            [&] { return run(input, grad_output, sizes, as_2x2).grad_input; });
    }
}

BOOST_AUTO_TEST_SUITE_END()
