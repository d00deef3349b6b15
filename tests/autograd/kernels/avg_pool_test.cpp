// precision: float, double
#include "autograd/kernels/avg_pool.h"

#include "tests/support/naive_pooling.h"
#include "tests/support/tensors.h"
#include "tests/support/threads.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;
using kernels::PoolSizes;

namespace {

// Both sides add the same few numbers, the 2x2 kernels in another order.
constexpr Scalar kRounding = sizeof(Scalar) == sizeof(float) ? Scalar(1e-6) : Scalar(1e-14);

//                                n  h  w  c  kernel stride pad  output
const PoolSizes kSideBySide = {2, 6, 8, 5, 2, 2, 2, 2, 0, 0, 3, 4};
const PoolSizes kOddSizes = {1, 7, 5, 16, 2, 2, 2, 2, 0, 0, 3, 2};
const PoolSizes kEmptyBatch = {0, 4, 4, 3, 2, 2, 2, 2, 0, 0, 2, 2};
const PoolSizes kOverlapping = {2, 7, 9, 17, 3, 3, 2, 2, 1, 1, 4, 5};
const PoolSizes kFlatKernel = {2, 5, 6, 3, 1, 4, 2, 1, 0, 2, 3, 7};
const PoolSizes kBeyondTheEnd = {2, 6, 6, 3, 3, 3, 2, 2, 1, 1, 4, 4};
const PoolSizes kLarge2x2 = {4, 31, 33, 20, 2, 2, 2, 2, 0, 0, 15, 16};
const PoolSizes kLargeOverlap = {4, 31, 33, 20, 3, 3, 2, 2, 1, 1, 16, 17};

Shape input_shape(const PoolSizes& s) {
    return {s.batch, s.height, s.width, s.channels};
}

Shape output_shape(const PoolSizes& s) {
    return {s.batch, s.output_height, s.output_width, s.channels};
}

kernels::AvgPoolDivisor divisor(const PoolSizes& s, bool counts_padding) {
    return {counts_padding, s.height + s.pad_top, s.width + s.pad_left};
}

Tensor forward(const Tensor& input, const PoolSizes& sizes, bool counts_padding) {
    Tensor output = Tensor::empty(output_shape(sizes));
    kernels::avg_pool_forward(input.data(), output.mutable_data(), sizes,
                              divisor(sizes, counts_padding));
    return output;
}

Tensor backward(const Tensor& grad_output, const PoolSizes& sizes, bool counts_padding) {
    Tensor grad_input = Tensor::empty(input_shape(sizes));
    kernels::avg_pool_backward(grad_output.data(), grad_input.mutable_data(), sizes,
                               divisor(sizes, counts_padding));
    return grad_input;
}

Tensor forward_2x2(const Tensor& input, const PoolSizes& sizes) {
    Tensor output = Tensor::empty(output_shape(sizes));
    kernels::avg_pool_2x2_forward(input.data(), output.mutable_data(), sizes);
    return output;
}

Tensor backward_2x2(const Tensor& grad_output, const PoolSizes& sizes) {
    Tensor grad_input = Tensor::empty(input_shape(sizes));
    kernels::avg_pool_2x2_backward(grad_output.data(), grad_input.mutable_data(), sizes);
    return grad_input;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(avg_pool_test)

BOOST_AUTO_TEST_CASE(windows_of_any_size_equal_the_naive_loops) {
    for (const PoolSizes& s :
         {kSideBySide, kOddSizes, kEmptyBatch, kOverlapping, kFlatKernel, kBeyondTheEnd}) {
        for (const bool counts_padding : {false, true}) {
            const Tensor input = integer_tensor(input_shape(s), 1);
            const Tensor grad_output = integer_tensor(output_shape(s), 2);
            BOOST_TEST(same_bits(forward(input, s, counts_padding),
                                 naive_avg_pool(input, s, counts_padding, s.pad_top, s.pad_left)));
            BOOST_TEST(same_bits(
                backward(grad_output, s, counts_padding),
                naive_avg_pool_backward(grad_output, s, counts_padding, s.pad_top, s.pad_left)));
        }
    }
}

BOOST_AUTO_TEST_CASE(windows_of_2x2_equal_the_naive_loops) {
    for (const PoolSizes& s : {kSideBySide, kOddSizes, kEmptyBatch}) {
        const Tensor input = integer_tensor(input_shape(s), 3);
        const Tensor grad_output = integer_tensor(output_shape(s), 4);
        BOOST_TEST(same_bits(forward_2x2(input, s), naive_avg_pool(input, s, false, 0, 0)));
        check_close(backward_2x2(grad_output, s),
                    naive_avg_pool_backward(grad_output, s, false, 0, 0), 0);
        const Tensor random = random_tensor(input_shape(s), 5);
        check_close(forward_2x2(random, s), naive_avg_pool(random, s, false, 0, 0), kRounding);
    }
}

BOOST_AUTO_TEST_CASE(gives_the_same_bits_for_any_number_of_threads) {
    const Tensor input = random_tensor(input_shape(kLarge2x2), 1);
    const Tensor grad_2x2 = random_tensor(output_shape(kLarge2x2), 2);
    const Tensor grad_overlap = random_tensor(output_shape(kLargeOverlap), 3);
    check_same_bits_for_any_thread_count([&] { return forward_2x2(input, kLarge2x2); });
    check_same_bits_for_any_thread_count([&] { return backward_2x2(grad_2x2, kLarge2x2); });
    check_same_bits_for_any_thread_count([&] { return forward(input, kLargeOverlap, true); });
    check_same_bits_for_any_thread_count(
        [&] { return backward(grad_overlap, kLargeOverlap, false); });
}

BOOST_AUTO_TEST_SUITE_END()
