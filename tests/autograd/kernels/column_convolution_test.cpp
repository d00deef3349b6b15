// precision: float, double
#include "autograd/kernels/column_convolution.h"

#include "autograd/kernels/threads.h"
#include "tests/support/convolution_kernels.h"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;
using kernels::Conv2dSizes;

namespace {

// One or two channels fit a vector of every machine. Strides and gaps with and without a common
// divisor: some pixels of the input then have no share at all.
const std::vector<ConvolutionCase> kCases = {
    {.batch = 3, .height = 7, .width = 6, .in_channels = 2, .out_channels = 5},
    {.batch = 2,
     .height = 14,
     .width = 14,
     .in_channels = 2,
     .out_channels = 16,
     .kernel_height = 5,
     .kernel_width = 5,
     .top = 0,
     .bottom = 0,
     .left = 0,
     .right = 0},
    {.batch = 2,
     .height = 17,
     .width = 23,
     .in_channels = 1,
     .out_channels = 33,
     .kernel_height = 3,
     .kernel_width = 4,
     .stride_height = 2,
     .stride_width = 4,
     .dilation_height = 2,
     .dilation_width = 2,
     .top = 2,
     .bottom = 2,
     .left = 3,
     .right = 2},
    {.batch = 1,
     .height = 12,
     .width = 26,
     .in_channels = 2,
     .out_channels = 7,
     .kernel_height = 5,
     .kernel_width = 7,
     .stride_height = 3,
     .stride_width = 2,
     .dilation_height = 2,
     .dilation_width = 3,
     .top = 4,
     .bottom = 4,
     .left = 9,
     .right = 9},
    {.batch = 0, .height = 4, .width = 4, .in_channels = 2, .out_channels = 2},
};

// The gradient of the input by columns; everything else by the naive twin, which then agrees.
ConvolutionResults by_columns(const Conv2dSizes& sizes, const ConvolutionInputs& in) {
    ConvolutionResults out = naive_kernels(sizes, in);
    const kernels::ColumnPlan plan = kernels::plan_conv2d_columns(sizes, thread_count());
    Tensor workspace = unset({plan.workspace_size});
    out.grad_input = unset(out.grad_input.shape());
    kernels::run_column_plan(plan, in.grad_output.data(), in.weight.data(),
                             out.grad_input.mutable_data(), workspace.mutable_data());
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(column_convolution_test)

BOOST_AUTO_TEST_CASE(columns_give_the_gradient_of_the_naive_twin) {
    check_against_naive(kCases, by_columns);
}

BOOST_AUTO_TEST_CASE(columns_give_the_same_bits_with_any_number_of_threads) {
    check_thread_counts(kCases, by_columns);
}

BOOST_AUTO_TEST_SUITE_END()
