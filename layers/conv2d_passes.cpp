#include "layers/conv2d_passes.h"

#include "autograd/kernels/column_convolution.h"
#include "autograd/kernels/conv2d_backward_weight.h"
#include "autograd/kernels/elementwise.h"
#include "autograd/kernels/patch_convolution.h"
#include "autograd/kernels/threads.h"
#include "autograd/kernels/winograd/winograd.h"
#include "autograd/workspace.h"

namespace stepgrad {
namespace {

Tensor sum_over_pixels(const Tensor& grad_output, const kernels::Conv2dSizes& sizes) {
    const kernels::ChannelRows rows{.row_count = sizes.batch * sizes.out_height * sizes.out_width,
                                    .channels = sizes.out_channels};
    Tensor sums = Tensor::empty({sizes.out_channels});
    Tensor partial_sums = Tensor::empty({kernels::row_group_count(rows), sizes.out_channels});
    kernels::sum_over_rows(grad_output.data(), sums.mutable_data(), partial_sums.mutable_data(),
                           rows);
    return sums;
}

}  // namespace

Tensor conv2d_output(const kernels::Conv2dSizes& sizes, int winograd_outputs, const Tensor& input,
                     const Tensor& weight, const Tensor& bias) {
    Tensor output =
        Tensor::empty({sizes.batch, sizes.out_height, sizes.out_width, sizes.out_channels});
    if (winograd_outputs > 0) {
        const kernels::WinogradPlan plan =
            kernels::plan_winograd_forward(sizes, winograd_outputs, thread_count());
        Tensor workspace = workspace_for(plan.workspace_size);
        kernels::run_winograd_plan(plan, input.data(), weight.data(), bias.data(),
                                   output.mutable_data(), workspace.mutable_data());
    } else {
        const kernels::PatchPlan plan = kernels::plan_conv2d_forward(sizes, thread_count());
        Tensor workspace = workspace_for(plan.workspace_size);
        kernels::run_patch_plan(plan, input.data(), weight.data(), bias.data(),
                                output.mutable_data(), workspace.mutable_data());
    }
    return output;
}

Tensor conv2d_grad_input(const kernels::Conv2dSizes& sizes, int winograd_outputs,
                         const Tensor& grad_output, const Tensor& weight) {
    Tensor grad_input =
        Tensor::empty({sizes.batch, sizes.in_height, sizes.in_width, sizes.in_channels});
    if (winograd_outputs > 0) {
        const kernels::WinogradPlan plan =
            kernels::plan_winograd_backward_input(sizes, winograd_outputs, thread_count());
        Tensor workspace = workspace_for(plan.workspace_size);
        kernels::run_winograd_plan(plan, grad_output.data(), weight.data(), nullptr,
                                   grad_input.mutable_data(), workspace.mutable_data());
    } else if (kernels::has_few_channels(sizes)) {
        const kernels::ColumnPlan plan = kernels::plan_conv2d_columns(sizes, thread_count());
        Tensor workspace = workspace_for(plan.workspace_size);
        kernels::run_column_plan(plan, grad_output.data(), weight.data(), grad_input.mutable_data(),
                                 workspace.mutable_data());
    } else {
        const kernels::PatchPlan plan = kernels::plan_conv2d_backward_input(sizes, thread_count());
        Tensor workspace = workspace_for(plan.workspace_size);
        kernels::run_patch_plan(plan, grad_output.data(), weight.data(), nullptr,
                                grad_input.mutable_data(), workspace.mutable_data());
    }
    return grad_input;
}

Conv2dGradients conv2d_grad_weight(const kernels::Conv2dSizes& sizes, int winograd_outputs,
                                   const Tensor& input, const Tensor& grad_output,
                                   bool wants_bias) {
    Conv2dGradients grads;
    grads.weight = Tensor::empty(
        {sizes.kernel_height, sizes.kernel_width, sizes.in_group_channels(), sizes.out_channels});
    if (winograd_outputs > 0) {
        const kernels::WinogradGradPlan plan =
            kernels::plan_winograd_backward_weight(sizes, winograd_outputs, thread_count());
        Tensor workspace = workspace_for(plan.workspace_size);
        kernels::winograd_backward_weight(plan, input.data(), grad_output.data(),
                                          grads.weight.mutable_data(), workspace.mutable_data());
        grads.bias = wants_bias ? sum_over_pixels(grad_output, sizes) : Tensor();
    } else {
        const kernels::WeightGradPlan plan =
            kernels::plan_conv2d_backward_weight(sizes, thread_count());
        Tensor workspace = workspace_for(plan.workspace_size);
        grads.bias = wants_bias ? Tensor::empty({sizes.out_channels}) : Tensor();
        kernels::conv2d_backward_weight(plan, input.data(), grad_output.data(),
                                        grads.weight.mutable_data(), grads.bias.mutable_data(),
                                        workspace.mutable_data());
    }
    return grads;
}

}  // namespace stepgrad
