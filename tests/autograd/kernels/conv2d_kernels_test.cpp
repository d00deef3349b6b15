// precision: float, double
#include "autograd/kernels/conv2d_backward_weight.h"
#include "autograd/kernels/depthwise_conv2d.h"
#include "autograd/kernels/patch_convolution.h"
#include "autograd/kernels/threads.h"
#include "autograd/kernels/vector.h"
#include "tests/support/naive_conv2d.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;
using kernels::Conv2dSizes;

namespace {

// Random sums of up to a few thousand products of numbers near 1, in another order than the twin's.
constexpr Scalar kRounding = sizeof(Scalar) == 4 ? Scalar(2e-4) : Scalar(1e-12);

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
    {.batch = 0, .height = 4, .width = 4, .in_channels = 2, .out_channels = 2, .groups = 2},
};

struct Inputs {
    Tensor input, weight, bias, grad_output;
};

// Results of the kernels are written over NaN, so that a number left out shows.
Tensor unset(const Shape& shape) {
    return Tensor::full(shape, std::numeric_limits<Scalar>::quiet_NaN());
}

Shape input_shape(const Conv2dSizes& s) {
    return {s.batch, s.in_height, s.in_width, s.in_channels};
}
Shape output_shape(const Conv2dSizes& s) {
    return {s.batch, s.out_height, s.out_width, s.out_channels};
}
Shape weight_shape(const Conv2dSizes& s) {
    return {s.kernel_height, s.kernel_width, s.in_group_channels(), s.out_channels};
}

Inputs integer_inputs(const Conv2dSizes& sizes) {
    return {integer_tensor(input_shape(sizes), 1), integer_tensor(weight_shape(sizes), 2),
            integer_tensor({sizes.out_channels}, 3), integer_tensor(output_shape(sizes), 4)};
}

Inputs random_inputs(const Conv2dSizes& sizes) {
    return {random_tensor(input_shape(sizes), 1), random_tensor(weight_shape(sizes), 2),
            random_tensor({sizes.out_channels}, 3), random_tensor(output_shape(sizes), 4)};
}

struct Results {
    Tensor output, grad_input, grad_weight, grad_bias;
};

Results naive(const Conv2dSizes& sizes, const Inputs& in) {
    return {naive_conv2d_forward(sizes, in.input, in.weight, in.bias),
            naive_conv2d_backward_input(sizes, in.grad_output, in.weight),
            naive_conv2d_backward_weight(sizes, in.input, in.grad_output),
            naive_conv2d_backward_bias(sizes, in.grad_output)};
}

Results fast(const Conv2dSizes& sizes, const Inputs& in) {
    Results out{unset(output_shape(sizes)), unset(input_shape(sizes)), unset(weight_shape(sizes)),
                unset({sizes.out_channels})};
    const kernels::PatchPlan forward = kernels::plan_conv2d_forward(sizes, thread_count());
    Tensor workspace = unset({forward.workspace_size});
    kernels::run_patch_plan(forward, in.input.data(), in.weight.data(), in.bias.data(),
                            out.output.mutable_data(), workspace.mutable_data());
    const kernels::PatchPlan backward = kernels::plan_conv2d_backward_input(sizes, thread_count());
    workspace = unset({backward.workspace_size});
    kernels::run_patch_plan(backward, in.grad_output.data(), in.weight.data(), nullptr,
                            out.grad_input.mutable_data(), workspace.mutable_data());
    const kernels::WeightGradPlan plan =
        kernels::plan_conv2d_backward_weight(sizes, thread_count());
    workspace = unset({plan.workspace_size});
    kernels::conv2d_backward_weight(plan, in.input.data(), in.grad_output.data(),
                                    out.grad_weight.mutable_data(), out.grad_bias.mutable_data(),
                                    workspace.mutable_data());
    return out;
}

Results depthwise(const Conv2dSizes& sizes, const Inputs& in) {
    Results out{unset(output_shape(sizes)), unset(input_shape(sizes)), unset(weight_shape(sizes)),
                unset({sizes.out_channels})};
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

std::vector<bool> finite_numbers(const Tensor& tensor) {
    std::vector<bool> finite;
    for (std::int64_t i = 0; i < tensor.numel(); ++i) {
        finite.push_back(std::isfinite(tensor.data()[i]));
    }
    return finite;
}

void check_same_bits(const Results& actual, const Results& expected) {
    BOOST_TEST(same_bits(actual.output, expected.output), "output differs");
    BOOST_TEST(same_bits(actual.grad_input, expected.grad_input), "grad_input differs");
    BOOST_TEST(same_bits(actual.grad_weight, expected.grad_weight), "grad_weight differs");
    BOOST_TEST(same_bits(actual.grad_bias, expected.grad_bias), "grad_bias differs");
}

void check_results_close(const Results& actual, const Results& expected) {
    check_close(actual.output, expected.output, kRounding);
    check_close(actual.grad_input, expected.grad_input, kRounding);
    check_close(actual.grad_weight, expected.grad_weight, kRounding);
    check_close(actual.grad_bias, expected.grad_bias, kRounding);
}

using Kernels = Results (*)(const Conv2dSizes&, const Inputs&);

void check_against_naive(const std::vector<ConvolutionCase>& cases, Kernels run) {
    for (const ConvolutionCase& given : cases) {
        const Conv2dSizes sizes = sizes_of(given);
        BOOST_TEST_CONTEXT(described(sizes)) {
            const Inputs integers = integer_inputs(sizes);
            check_results_close(run(sizes, integers), naive(sizes, integers));
            check_same_bits(run(sizes, integers), naive(sizes, integers));
            const Inputs randoms = random_inputs(sizes);
            check_results_close(run(sizes, randoms), naive(sizes, randoms));
        }
    }
}

void check_thread_counts(const std::vector<ConvolutionCase>& cases, Kernels run) {
    const int before = thread_count();
    for (const ConvolutionCase& given : cases) {
        const Conv2dSizes sizes = sizes_of(given);
        BOOST_TEST_CONTEXT(described(sizes)) {
            const Inputs inputs = random_inputs(sizes);
            set_thread_count(1);
            const Results one = run(sizes, inputs);
            for (const int count : {2, 3, 4}) {
                set_thread_count(count);
                check_same_bits(run(sizes, inputs), one);
            }
        }
    }
    set_thread_count(before);
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
                            fast);
    }
}

BOOST_AUTO_TEST_CASE(an_infinity_reaches_only_the_weights_and_outputs_that_meet_it) {
    const Conv2dSizes sizes = sizes_of(
        {.batch = 1, .height = 5, .width = 9, .in_channels = 8, .out_channels = kernels::kLanes});
    for (const std::int64_t column : {0, 1, 4, 7, 8}) {
        BOOST_TEST_CONTEXT("infinity in column " << column) {
            Inputs inputs = random_inputs(sizes);
            inputs.input.mutable_data()[(2 * 9 + column) * 8 + 3] =
                std::numeric_limits<Scalar>::infinity();
            const Results actual = fast(sizes, inputs);
            const Results expected = naive(sizes, inputs);
            BOOST_TEST(finite_numbers(actual.output) == finite_numbers(expected.output),
                       boost::test_tools::per_element());
            BOOST_TEST(finite_numbers(actual.grad_weight) == finite_numbers(expected.grad_weight),
                       boost::test_tools::per_element());
        }
    }
}

BOOST_AUTO_TEST_CASE(convolutions_equal_their_naive_twin) {
    check_against_naive(kCases, fast);
}

BOOST_AUTO_TEST_CASE(depthwise_convolutions_equal_their_naive_twin) {
    check_against_naive(kDepthwiseCases, depthwise);
}

BOOST_AUTO_TEST_CASE(depthwise_cases_run_as_grouped_convolutions_too) {
    check_against_naive(kDepthwiseCases, fast);
}

BOOST_AUTO_TEST_CASE(convolutions_give_the_same_bits_with_any_number_of_threads) {
    check_thread_counts(kCases, fast);
}

BOOST_AUTO_TEST_CASE(depthwise_convolutions_give_the_same_bits_with_any_number_of_threads) {
    check_thread_counts(kDepthwiseCases, depthwise);
}

BOOST_AUTO_TEST_SUITE_END()
