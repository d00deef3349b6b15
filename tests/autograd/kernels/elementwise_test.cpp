// precision: float, double
#include "autograd/kernels/elementwise.h"

#include "autograd/kernels/threads.h"
#include "tests/support/naive_elementwise.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;
using kernels::ChannelRows;

namespace {

// Up to 16 partial sums, each below 1000, are rounded to Scalar by half a unit in the last place.
constexpr Scalar kSumTolerance = 16 * 1000 * std::numeric_limits<Scalar>::epsilon() / 2;

// Small and odd, one row and many, below and above the sizes at which threads start; and nothing.
const std::vector<ChannelRows> kAwkwardRows = {{0, 3},     {1, 1},      {3, 1},    {1, 17},
                                               {5, 3},     {7, 65},     {2, 5000}, {1, 70001},
                                               {70001, 1}, {30011, 10}, {513, 130}};

Tensor per_channel(char operation, const Tensor& a, const Tensor& b, ChannelRows rows) {
    Tensor y = Tensor::empty(a.shape());
    auto* kernel = operation == '+'   ? kernels::add
                   : operation == '-' ? kernels::sub
                   : operation == '*' ? kernels::mul
                                      : kernels::div;
    kernel(a.data(), b.data(), y.mutable_data(), rows);
    return y;
}

Tensor summed_over_rows(const Tensor& x, ChannelRows rows) {
    Tensor partial = Tensor::empty({kernels::row_group_count(rows), rows.channels});
    Tensor sums = Tensor::empty({rows.channels});
    kernels::sum_over_rows(x.data(), sums.mutable_data(), partial.mutable_data(), rows);
    return sums;
}

struct RestoredThreadCount {
    int count = thread_count();
    ~RestoredThreadCount() { set_thread_count(count); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(elementwise_test)

BOOST_AUTO_TEST_CASE(arithmetic_equals_the_naive_loops_bit_for_bit) {
    for (const ChannelRows rows : kAwkwardRows) {
        const Tensor a = random_tensor({rows.row_count, rows.channels}, 1);
        const Tensor b = random_tensor({rows.channels}, 2);
        for (const char operation : {'+', '-', '*', '/'}) {
            BOOST_TEST_CONTEXT(rows.row_count << " x " << rows.channels << " " << operation) {
                BOOST_TEST(same_bits(per_channel(operation, a, b, rows),
                                     naive_per_channel(operation, a, b, rows)));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(sums_of_whole_numbers_equal_the_naive_loops_bit_for_bit) {
    for (const ChannelRows rows : kAwkwardRows) {
        const Tensor x = integer_tensor({rows.row_count, rows.channels}, 3);
        BOOST_TEST_CONTEXT(rows.row_count << " x " << rows.channels) {
            BOOST_TEST(kernels::sum(x.data(), x.numel()) == naive_sum(x));
            BOOST_TEST(same_bits(summed_over_rows(x, rows), naive_sum_over_rows(x, rows)));
        }
    }
}

BOOST_AUTO_TEST_CASE(sums_of_random_numbers_are_close_to_the_naive_loops) {
    for (const ChannelRows rows : kAwkwardRows) {
        const Tensor x = random_tensor({rows.row_count, rows.channels}, 4);
        BOOST_TEST_CONTEXT(rows.row_count << " x " << rows.channels) {
            BOOST_TEST(std::abs(kernels::sum(x.data(), x.numel()) - naive_sum(x)) <= 1e-9);
            check_close(summed_over_rows(x, rows), naive_sum_over_rows(x, rows), kSumTolerance);
        }
    }
}

BOOST_AUTO_TEST_CASE(any_number_of_threads_gives_the_same_bits) {
    const RestoredThreadCount restored;
    for (const ChannelRows rows : kAwkwardRows) {
        const Tensor a = random_tensor({rows.row_count, rows.channels}, 5);
        const Tensor b = random_tensor({rows.channels}, 6);
        set_thread_count(1);
        const double sum = kernels::sum(a.data(), a.numel());
        const Tensor row_sums = summed_over_rows(a, rows);
        const Tensor product = per_channel('*', a, b, rows);
        for (const int threads : {2, 3, 4}) {
            set_thread_count(threads);
            BOOST_TEST_CONTEXT(rows.row_count << " x " << rows.channels << ", " << threads) {
                BOOST_TEST(kernels::sum(a.data(), a.numel()) == sum);
                BOOST_TEST(same_bits(summed_over_rows(a, rows), row_sums));
                BOOST_TEST(same_bits(per_channel('*', a, b, rows), product));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(an_output_may_be_an_input) {
    for (const std::int64_t count : {1, 37, 70001}) {
        const Tensor a = random_tensor({count}, 7);
        const Tensor b = random_tensor({count}, 8);
        Tensor over_a = a.clone();
        kernels::sub(over_a.data(), b.data(), over_a.mutable_data(), {1, count});
        BOOST_TEST(same_bits(over_a, naive_per_channel('-', a, b, {1, count})));
        Tensor over_b = b.clone();
        kernels::sub(a.data(), over_b.data(), over_b.mutable_data(), {1, count});
        BOOST_TEST(same_bits(over_b, naive_per_channel('-', a, b, {1, count})));
        Tensor sum = a.clone();
        kernels::add_in_place(b.data(), sum.mutable_data(), count);
        BOOST_TEST(same_bits(sum, naive_per_channel('+', a, b, {1, count})));
    }
}

BOOST_AUTO_TEST_CASE(functions_of_each_number_equal_the_library_for_every_length) {
    for (const std::int64_t count : {0, 1, 19, 70001}) {
        Tensor x = random_tensor({count}, 9);
        for (std::int64_t i = 0; i < count; ++i) {
            x.mutable_data()[i] = std::abs(x.data()[i]) + Scalar(0.1);
        }
        Tensor y = Tensor::empty({count});
        const auto equals = [&](auto expected) {
            for (std::int64_t i = 0; i < count; ++i) {
                if (y.data()[i] != expected(x.data()[i])) {
                    return false;
                }
            }
            return true;
        };
        kernels::scale(x.data(), Scalar(1.7), y.mutable_data(), count);
        BOOST_TEST(equals([](Scalar v) { return Scalar(1.7) * v; }));
        kernels::shift(x.data(), Scalar(1.7), y.mutable_data(), count);
        BOOST_TEST(equals([](Scalar v) { return v + Scalar(1.7); }));
        kernels::exp(x.data(), y.mutable_data(), count);
        BOOST_TEST(equals([](Scalar v) { return std::exp(v); }));
        kernels::log(x.data(), y.mutable_data(), count);
        BOOST_TEST(equals([](Scalar v) { return std::log(v); }));
        kernels::pow(x.data(), Scalar(1.7), y.mutable_data(), count);
        BOOST_TEST(equals([](Scalar v) { return std::pow(v, Scalar(1.7)); }));
        kernels::pow(x.data(), Scalar(2), y.mutable_data(), count);
        BOOST_TEST(equals([](Scalar v) { return v * v; }));
    }
}

BOOST_AUTO_TEST_CASE(copies_rows_between_strides_and_nothing_else) {
    const Tensor from = Tensor::from({2, 3}, {1, 2, 3, 4, 5, 6});
    Tensor to = Tensor::zeros({2, 4});
    kernels::copy_rows(from.data() + 1, 3, to.mutable_data() + 1, 4, 2, 2);
    BOOST_TEST(same_bits(to, Tensor::from({2, 4}, {0, 2, 3, 0, 0, 5, 6, 0})));
}

BOOST_AUTO_TEST_CASE(a_single_nan_is_never_hidden) {
    Tensor x = Tensor::zeros({40, 5});
    x.mutable_data()[77] = std::numeric_limits<Scalar>::quiet_NaN();
    BOOST_TEST(std::isnan(kernels::sum(x.data(), x.numel())));
    const Tensor sums = summed_over_rows(x, {40, 5});
    BOOST_TEST(std::isnan(sums.at({77 % 5})));
    BOOST_TEST(sums.at({0}) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
