// precision: float, double
#include "autograd/kernels/vector.h"
#include "tests/support/convolution_kernels.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;
using kernels::Conv2dSizes;

namespace {

// Sizes chosen to miss every round number: channels that fill no vector, one vector and a bit,
// images narrower and wider than a tile, strides that leave a rest, filters larger than the image.
const std::vector<ConvolutionCase> kCases = {
    {.batch = 1,
     .height = 1,
     .width = 1,
     .in_channels = 1,
     .out_channels = 1,
     .kernel_height = 1,
     .kernel_width = 1},
    {.batch = 2, .height = 5, .width = 7, .in_channels = 3, .out_channels = 4},
    {.batch = 3,
     .height = 28,
     .width = 28,
     .in_channels = 1,
     .out_channels = 16,
     .top = 1,
     .bottom = 1,
     .left = 1,
     .right = 1},
    {.batch = 2,
     .height = 14,
     .width = 14,
     .in_channels = 16,
     .out_channels = 33,
     .top = 1,
     .bottom = 1,
     .left = 1,
     .right = 1},
    {.batch = 5,
     .height = 7,
     .width = 7,
     .in_channels = 32,
     .out_channels = 64,
     .top = 1,
     .bottom = 1,
     .left = 1,
     .right = 1},
    {.batch = 2,
     .height = 9,
     .width = 11,
     .in_channels = 5,
     .out_channels = 70,
     .stride_height = 2,
     .stride_width = 3,
     .top = 1,
     .bottom = 0,
     .left = 2,
     .right = 1},
    {.batch = 1,
     .height = 12,
     .width = 10,
     .in_channels = 6,
     .out_channels = 16,
     .kernel_height = 5,
     .kernel_width = 5,
     .top = 2,
     .bottom = 2,
     .left = 2,
     .right = 2},
    {.batch = 2,
     .height = 13,
     .width = 9,
     .in_channels = 4,
     .out_channels = 10,
     .kernel_height = 3,
     .kernel_width = 2,
     .dilation_height = 2,
     .dilation_width = 3,
     .top = 2,
     .bottom = 1,
     .left = 0,
     .right = 3},
    {.batch = 2,
     .height = 8,
     .width = 8,
     .in_channels = 6,
     .out_channels = 9,
     .top = 1,
     .bottom = 1,
     .left = 1,
     .right = 1,
     .groups = 3},
    {.batch = 2,
     .height = 8,
     .width = 6,
     .in_channels = 40,
     .out_channels = 80,
     .stride_height = 2,
     .stride_width = 2,
     .top = 0,
     .bottom = 1,
     .left = 0,
     .right = 1,
     .groups = 2},
    {.batch = 3,
     .height = 6,
     .width = 5,
     .in_channels = 20,
     .out_channels = 35,
     .kernel_height = 1,
     .kernel_width = 1},
    {.batch = 2,
     .height = 9,
     .width = 9,
     .in_channels = 20,
     .out_channels = 12,
     .kernel_height = 1,
     .kernel_width = 1,
     .stride_height = 2,
     .stride_width = 2},
    {.batch = 1,
     .height = 2,
     .width = 3,
     .in_channels = 2,
     .out_channels = 3,
     .kernel_height = 5,
     .kernel_width = 4,
     .top = 4,
     .bottom = 3,
     .left = 3,
     .right = 4},
    {.batch = 2,
     .height = 7,
     .width = 7,
     .in_channels = 3,
     .out_channels = 5,
     .kernel_height = 2,
     .kernel_width = 2,
     .stride_height = 4,
     .stride_width = 3},
    {.batch = 1,
     .height = 60,
     .width = 130,
     .in_channels = 24,
     .out_channels = 17,
     .stride_height = 2,
     .stride_width = 1,
     .top = 1,
     .bottom = 1,
     .left = 1,
     .right = 1},
    {.batch = 0, .height = 5, .width = 5, .in_channels = 2, .out_channels = 3},
    {.batch = 20,
     .height = 4,
     .width = 4,
     .in_channels = 3,
     .out_channels = 8,
     .top = 1,
     .bottom = 1,
     .left = 1,
     .right = 1},
};

std::vector<bool> finite_numbers(const Tensor& tensor) {
    std::vector<bool> finite;
    for (std::int64_t i = 0; i < tensor.numel(); ++i) {
        finite.push_back(std::isfinite(tensor.data()[i]));
    }
    return finite;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conv2d_kernels_test)

// Filters three pixels wide take tiles of their own, of up to 14 neighbouring pixels and 8 channels.
BOOST_AUTO_TEST_CASE(filters_three_wide_equal_the_naive_twin_at_every_width) {
    for (std::int64_t width = 3; width <= 31; ++width) {
        const std::int64_t padding = width % 3;
        check_against_naive({{.batch = 2,
                              .height = 4,
                              .width = width,
                              .in_channels = 1 + width % 11,
                              .out_channels = 3 + 7 * (width % 6),
                              .kernel_height = 1 + width % 4,
                              .stride_height = 1 + width % 2,
                              .top = 2,
                              .bottom = 1,
                              .left = padding,
                              .right = 2 - padding}},
                            direct_kernels);
    }
}

BOOST_AUTO_TEST_CASE(an_infinity_reaches_only_the_weights_and_outputs_that_meet_it) {
    const Conv2dSizes sizes = sizes_of(
        {.batch = 1, .height = 5, .width = 9, .in_channels = 8, .out_channels = kernels::kLanes});
    for (const std::int64_t column : {0, 1, 4, 7, 8}) {
        BOOST_TEST_CONTEXT("infinity in column " << column) {
            ConvolutionInputs inputs = random_inputs(sizes);
            inputs.input.mutable_data()[(2 * 9 + column) * 8 + 3] =
                std::numeric_limits<Scalar>::infinity();
            const ConvolutionResults actual = direct_kernels(sizes, inputs);
            const ConvolutionResults expected = naive_kernels(sizes, inputs);
            BOOST_TEST(finite_numbers(actual.output) == finite_numbers(expected.output),
                       boost::test_tools::per_element());
            BOOST_TEST(finite_numbers(actual.grad_weight) == finite_numbers(expected.grad_weight),
                       boost::test_tools::per_element());
        }
    }
}

BOOST_AUTO_TEST_CASE(convolutions_equal_their_naive_twin) {
    check_against_naive(kCases, direct_kernels);
}

BOOST_AUTO_TEST_CASE(convolutions_give_the_same_bits_with_any_number_of_threads) {
    check_thread_counts(kCases, direct_kernels);
}

BOOST_AUTO_TEST_SUITE_END()
