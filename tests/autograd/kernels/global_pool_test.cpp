// precision: float, double
#include "autograd/kernels/global_pool.h"

#include "tests/support/naive_pooling.h"
#include "tests/support/tensors.h"
#include "tests/support/threads.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// Rounding of a sum of a thousand numbers of size 1, against a sum in double.
constexpr Scalar kSumRounding = sizeof(Scalar) == sizeof(float) ? Scalar(1e-6) : Scalar(1e-14);

Tensor mean(const Tensor& input) {
    const Shape& shape = input.shape();
    Tensor output = Tensor::empty({shape[0], shape[3]});
    kernels::mean_over_pixels(input.data(), output.mutable_data(),
                              {shape[0], shape[1] * shape[2], shape[3]});
    return output;
}

Tensor spread(const Tensor& grad_output, const Shape& shape) {
    Tensor grad_input = Tensor::empty(shape);
    kernels::spread_over_pixels(grad_output.data(), grad_input.mutable_data(),
                                {shape[0], shape[1] * shape[2], shape[3]});
    return grad_input;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(global_pool_test)

BOOST_AUTO_TEST_CASE(the_mean_equals_the_naive_loop) {
    // Powers of two, so that dividing is exact.
    for (const Shape& shape : {Shape{1, 1, 1, 1}, Shape{3, 2, 4, 5}, Shape{2, 4, 4, 33}}) {
        const Tensor input = integer_tensor(shape, 1);
        BOOST_TEST(same_bits(mean(input), naive_global_average(input)));
    }
    for (const Shape& shape : {Shape{2, 3, 5, 7}, Shape{1, 31, 33, 16}, Shape{0, 3, 3, 2}}) {
        const Tensor input = random_tensor(shape, 2);
        check_close(mean(input), naive_global_average(input), kSumRounding);
    }
}

BOOST_AUTO_TEST_CASE(every_pixel_receives_the_same_share) {
    const Tensor grad_output = integer_tensor({2, 3}, 1);
    const Tensor grad_input = spread(grad_output, {2, 2, 4, 3});
    for (std::int64_t n = 0; n < 2; ++n) {
        for (std::int64_t p = 0; p < 8; ++p) {
            for (std::int64_t c = 0; c < 3; ++c) {
                BOOST_TEST(grad_input.at({n, p / 4, p % 4, c}) == grad_output.at({n, c}) / 8);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(gives_the_same_bits_for_any_number_of_threads) {
    const Tensor input = random_tensor({5, 30, 31, 17}, 1);
    const Tensor grad_output = random_tensor({5, 17}, 2);
    check_same_bits_for_any_thread_count([&] { return mean(input); });
    check_same_bits_for_any_thread_count([&] { return spread(grad_output, input.shape()); });
}

BOOST_AUTO_TEST_SUITE_END()
