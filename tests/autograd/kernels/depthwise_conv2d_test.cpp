// precision: float, double
#include "autograd/kernels/depthwise_conv2d.h"

#include "autograd/kernels/threads.h"
#include "tests/support/convolution_kernels.h"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;
using kernels::Conv2dSizes;

namespace {

// Sizes chosen to miss every round number: channels that fill no vector, one vector and a bit,
// images narrower and wider than a tile, strides that leave a rest, filters larger than the image.
const std::vector<ConvolutionCase> kDepthwiseCases = {
    {.batch = 2, .height = 7, .width = 5, .in_channels = 3, .out_channels = 3, .groups = 3},
    {.batch = 3,
     .height = 9,
     .width = 9,
     .in_channels = 37,
     .out_channels = 37,
     .stride_height = 2,
     .stride_width = 2,
     .top = 0,
     .bottom = 1,
     .left = 0,
     .right = 1,
     .groups = 37},
    {.batch = 18,
     .height = 6,
     .width = 8,
     .in_channels = 16,
     .out_channels = 16,
     .kernel_height = 5,
     .kernel_width = 3,
     .dilation_height = 1,
     .dilation_width = 2,
     .top = 2,
     .bottom = 2,
     .left = 3,
     .right = 1,
     .groups = 16},
    {.batch = 1,
     .height = 2,
     .width = 2,
     .in_channels = 4,
     .out_channels = 4,
     .kernel_height = 4,
     .kernel_width = 4,
     .top = 3,
     .bottom = 3,
     .left = 3,
     .right = 3,
     .groups = 4},
    // Strides and gaps with a common divisor: some numbers of grad_input meet no tap at all.
    {.batch = 2,
     .height = 17,
     .width = 33,
     .in_channels = 20,
     .out_channels = 20,
     .kernel_height = 3,
     .kernel_width = 4,
     .stride_height = 2,
     .stride_width = 4,
     .dilation_height = 2,
     .dilation_width = 2,
     .top = 2,
     .bottom = 2,
     .left = 3,
     .right = 2,
     .groups = 20},
    // Strides and gaps without one, and channels that are shared among tasks.
    {.batch = 2,
     .height = 12,
     .width = 26,
     .in_channels = 150,
     .out_channels = 150,
     .kernel_height = 5,
     .kernel_width = 7,
     .stride_height = 3,
     .stride_width = 2,
     .dilation_height = 2,
     .dilation_width = 3,
     .top = 4,
     .bottom = 4,
     .left = 9,
     .right = 9,
     .groups = 150},
    // So many channels that strips of them are copied, the last one narrower, in blocks of rows.
    {.batch = 3, .height = 14, .width = 9, .in_channels = 261, .out_channels = 261, .groups = 261},
    {.batch = 1,
     .height = 30,
     .width = 4,
     .in_channels = 256,
     .out_channels = 256,
     .stride_height = 2,
     .top = 2,
     .bottom = 1,
     .groups = 256},
    // And a vector of them after the other, while the one before is multiplied: in blocks of rows, and
    // with all zeros on one side.
    {.batch = 2, .height = 41, .width = 13, .in_channels = 256, .out_channels = 256, .groups = 256},
    {.batch = 3,
     .height = 5,
     .width = 6,
     .in_channels = 272,
     .out_channels = 272,
     .top = 2,
     .bottom = 0,
     .left = 0,
     .right = 2,
     .groups = 272},
    // Filters three taps wide on images as narrow as one pixel, with zeros on one side or both; and
    // with five rows of taps, which is too many to slide.
    {.batch = 2,
     .height = 5,
     .width = 1,
     .in_channels = 18,
     .out_channels = 18,
     .top = 1,
     .bottom = 1,
     .left = 1,
     .right = 1,
     .groups = 18},
    {.batch = 2,
     .height = 1,
     .width = 2,
     .in_channels = 7,
     .out_channels = 7,
     .stride_width = 2,
     .top = 1,
     .bottom = 1,
     .left = 2,
     .right = 2,
     .groups = 7},
    {.batch = 2,
     .height = 8,
     .width = 11,
     .in_channels = 33,
     .out_channels = 33,
     .stride_height = 3,
     .stride_width = 2,
     .left = 0,
     .right = 2,
     .groups = 33},
    {.batch = 1,
     .height = 6,
     .width = 7,
     .in_channels = 24,
     .out_channels = 24,
     .kernel_height = 5,
     .kernel_width = 3,
     .top = 2,
     .bottom = 2,
     .groups = 24},
    {.batch = 0, .height = 4, .width = 4, .in_channels = 2, .out_channels = 2, .groups = 2},
};

ConvolutionResults depthwise(const Conv2dSizes& sizes, const ConvolutionInputs& in) {
    ConvolutionResults out = unset_results(sizes);
    kernels::depthwise_conv2d_forward(sizes, in.input.data(), in.weight.data(), in.bias.data(),
                                      out.output.mutable_data());
    kernels::depthwise_conv2d_backward_input(sizes, in.grad_output.data(), in.weight.data(),
                                             out.grad_input.mutable_data());
    Tensor workspace = unset({kernels::depthwise_backward_weight_workspace_size(sizes)});
    kernels::depthwise_conv2d_backward_weight(
        sizes, in.input.data(), in.grad_output.data(), out.grad_weight.mutable_data(),
        out.grad_bias.mutable_data(), workspace.mutable_data());
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(depthwise_conv2d_test)

BOOST_AUTO_TEST_CASE(depthwise_convolutions_equal_their_naive_twin) {
    check_against_naive(kDepthwiseCases, depthwise);
}

BOOST_AUTO_TEST_CASE(depthwise_cases_run_as_grouped_convolutions_too) {
    check_against_naive(kDepthwiseCases, direct_kernels);
}

BOOST_AUTO_TEST_CASE(depthwise_convolutions_give_the_same_bits_with_any_number_of_threads) {
    check_thread_counts(kDepthwiseCases, depthwise);
}

BOOST_AUTO_TEST_SUITE_END()
