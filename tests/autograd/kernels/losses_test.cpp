// precision: float, double
#include "autograd/kernels/losses.h"

#include "tests/support/tensors.h"
#include "tests/support/threads.h"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(losses_test)

BOOST_AUTO_TEST_CASE(one_hot_marks_the_label_of_each_row) {
    const std::vector<std::int32_t> labels{2, 0};
    Tensor marks = Tensor::full({2, 3}, 9);
    kernels::one_hot(labels.data(), Scalar(0.5), marks.mutable_data(), {2, 3});
    BOOST_TEST(same_bits(marks, Tensor::from({2, 3}, {0, 0, Scalar(0.5), Scalar(0.5), 0, 0})));
}

BOOST_AUTO_TEST_CASE(sums_are_taken_in_double) {
    // In single precision 2^24 + 1 is 2^24.
    const Tensor x = Tensor::from({3}, {16777216, 1, 1});
    BOOST_TEST(kernels::sum_in_order(x.data(), 3) == 16777218.0);
    const Tensor y = Tensor::from({3}, {16777216 - 4096, 0, 0});
    BOOST_TEST(kernels::sum_of_squared_differences(x.data(), y.data(), 3) == 16777218.0);
    BOOST_TEST(kernels::sum_in_order(x.data(), 0) == 0.0);
}

BOOST_AUTO_TEST_CASE(the_scaled_difference_gives_the_same_bits_for_any_number_of_threads) {
    const Tensor x = integer_tensor({100003}, 1);
    const Tensor y = integer_tensor({100003}, 2);
    Tensor d = Tensor::empty(x.shape());
    check_same_bits_for_any_thread_count([&] {
        kernels::scaled_difference(x.data(), y.data(), Scalar(0.5), d.mutable_data(), x.numel());
        return d;
    });
    bool all_equal = true;
    for (std::int64_t i = 0; i < x.numel(); ++i) {
        all_equal = all_equal && d.data()[i] == (x.data()[i] - y.data()[i]) / 2;
    }
    BOOST_TEST(all_equal);
}

BOOST_AUTO_TEST_SUITE_END()
