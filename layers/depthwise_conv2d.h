#pragma once

#include "autograd/variable.h"
#include "layers/conv2d.h"

namespace stepgrad {

/// A convolution in which every channel has a filter of its own (Keras: DepthwiseConv2D). conv2d()
/// calls it when it is asked for as many groups as there are channels in and out.
///
/// input    [batch, height, width, channels]
/// weight   [kernel_height, kernel_width, 1, channels]
/// bias     [channels], or undefined
/// options  groups must be the number of channels
/// returns  [batch, out_height, out_width, channels]
/// throws   ShapeError as conv2d does, and if the groups are not the channels
/// source   Howard et al.: MobileNets, 2017, section 3.1
Variable depthwise_conv2d(const Variable& input, const Variable& weight, const Variable& bias,
                          const Conv2dOptions& options);

/// True if conv2d() would hand this convolution to depthwise_conv2d().
bool is_depthwise(const Variable& input, const Variable& weight, const Conv2dOptions& options);

}  // namespace stepgrad
