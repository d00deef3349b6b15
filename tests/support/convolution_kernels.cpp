#include "tests/support/convolution_kernels.h"

#include "autograd/kernels/conv2d_backward_weight.h"
#include "autograd/kernels/patch_convolution.h"
#include "autograd/kernels/threads.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <limits>

namespace stepgrad::testing {
namespace {

using kernels::Conv2dSizes;

// Random sums of up to a few thousand products of numbers near 1, in another order than the twin's.
constexpr Scalar kRounding = sizeof(Scalar) == 4 ? Scalar(2e-4) : Scalar(1e-12);

Shape input_shape(const Conv2dSizes& s) {
    return {s.batch, s.in_height, s.in_width, s.in_channels};
}
Shape output_shape(const Conv2dSizes& s) {
    return {s.batch, s.out_height, s.out_width, s.out_channels};
}
Shape weight_shape(const Conv2dSizes& s) {
    return {s.kernel_height, s.kernel_width, s.in_group_channels(), s.out_channels};
}

ConvolutionInputs integer_inputs(const Conv2dSizes& sizes) {
    return {integer_tensor(input_shape(sizes), 1), integer_tensor(weight_shape(sizes), 2),
            integer_tensor({sizes.out_channels}, 3), integer_tensor(output_shape(sizes), 4)};
}

void check_same_bits(const ConvolutionResults& actual, const ConvolutionResults& expected) {
    BOOST_TEST(same_bits(actual.output, expected.output), "output differs");
    BOOST_TEST(same_bits(actual.grad_input, expected.grad_input), "grad_input differs");
    BOOST_TEST(same_bits(actual.grad_weight, expected.grad_weight), "grad_weight differs");
    BOOST_TEST(same_bits(actual.grad_bias, expected.grad_bias), "grad_bias differs");
}

void check_results_close(const ConvolutionResults& actual, const ConvolutionResults& expected) {
    check_close(actual.output, expected.output, kRounding);
    check_close(actual.grad_input, expected.grad_input, kRounding);
    check_close(actual.grad_weight, expected.grad_weight, kRounding);
    check_close(actual.grad_bias, expected.grad_bias, kRounding);
}

}  // namespace

Tensor unset(const Shape& shape) {
    return Tensor::full(shape, std::numeric_limits<Scalar>::quiet_NaN());
}

ConvolutionResults unset_results(const Conv2dSizes& sizes) {
    return {unset(output_shape(sizes)), unset(input_shape(sizes)), unset(weight_shape(sizes)),
            unset({sizes.out_channels})};
}

ConvolutionInputs random_inputs(const Conv2dSizes& sizes) {
    return {random_tensor(input_shape(sizes), 1), random_tensor(weight_shape(sizes), 2),
            random_tensor({sizes.out_channels}, 3), random_tensor(output_shape(sizes), 4)};
}

ConvolutionResults naive_kernels(const Conv2dSizes& sizes, const ConvolutionInputs& in) {
    return {naive_conv2d_forward(sizes, in.input, in.weight, in.bias),
            naive_conv2d_backward_input(sizes, in.grad_output, in.weight),
            naive_conv2d_backward_weight(sizes, in.input, in.grad_output),
            naive_conv2d_backward_bias(sizes, in.grad_output)};
}

ConvolutionResults direct_kernels(const Conv2dSizes& sizes, const ConvolutionInputs& in) {
    ConvolutionResults out = unset_results(sizes);
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

void check_against_naive(const std::vector<ConvolutionCase>& cases, ConvolutionKernels run) {
    for (const ConvolutionCase& given : cases) {
        const Conv2dSizes sizes = sizes_of(given);
        BOOST_TEST_CONTEXT(described(sizes)) {
            const ConvolutionInputs integers = integer_inputs(sizes);
            check_results_close(run(sizes, integers), naive_kernels(sizes, integers));
            check_same_bits(run(sizes, integers), naive_kernels(sizes, integers));
            const ConvolutionInputs randoms = random_inputs(sizes);
            check_results_close(run(sizes, randoms), naive_kernels(sizes, randoms));
        }
    }
}

void check_thread_counts(const std::vector<ConvolutionCase>& cases, ConvolutionKernels run) {
    const int before = thread_count();
    for (const ConvolutionCase& given : cases) {
        const Conv2dSizes sizes = sizes_of(given);
        BOOST_TEST_CONTEXT(described(sizes)) {
            const ConvolutionInputs inputs = random_inputs(sizes);
            set_thread_count(1);
            const ConvolutionResults one = run(sizes, inputs);
            for (const int count : {2, 3, 4}) {
                set_thread_count(count);
                check_same_bits(run(sizes, inputs), one);
            }
        }
    }
    set_thread_count(before);
}

}  // namespace stepgrad::testing
