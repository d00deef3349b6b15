#pragma once

#include "autograd/variable.h"
#include "layers/extent2d.h"
#include "layers/module.h"
#include "layers/padding2d.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad {

/// How the filter moves over the image.
struct Conv2dOptions {
    Extent2d stride = 1;
    Padding2d padding = 0;  // zeros around the image; Padding2d::same() keeps its size at stride 1
    Extent2d dilation = 1;  // steps between neighbouring pixels of the filter
    std::int64_t groups = 1;  // channels are cut into so many groups that do not see each other
    bool has_bias = true;     // read by the Conv2d layer alone
};

/// A convolution (strictly a cross-correlation: the filter is not flipped).
///
///     y[n,y,x,o] = bias[o] + sum over r, s, c of
///                  x[n, y*stride + r*dilation - top, x*stride + s*dilation - left, c] * w[r,s,c,o]
///
/// input    [batch, height, width, in_channels]
/// weight   [kernel_height, kernel_width, in_channels / groups, out_channels]
/// bias     [out_channels], or undefined
/// returns  [batch, out_height, out_width, out_channels] with
///          out_height = (height + top + bottom - dilation * (kernel_height - 1) - 1) / stride + 1
/// throws   ShapeError if the shapes do not fit, or if the filter is larger than the padded image
/// source   Dumoulin, Visin: A guide to convolution arithmetic for deep learning, 2016
///
/// How it multiplies follows from the sizes (convolution_algorithm.h): with 3x3 filters on 16 and more
/// channels rounding errors may be two to four times those of the plain sum, and a NaN may reach
/// neighbours of the outputs that meet it.
Variable conv2d(const Variable& input, const Variable& weight, const Variable& bias,
                const Conv2dOptions& options = {});

/// conv2d() with parameters of its own (Keras: Conv2D). Filters start Kaiming normal for ReLU,
/// biases at 0.
class Conv2d final : public Module {
public:
    /// throws  std::invalid_argument if a size is below 1 or the groups do not divide the channels
    Conv2d(std::int64_t in_channels, std::int64_t out_channels, Extent2d kernel,
           const Conv2dOptions& options = {});

    Variable forward(const Variable& input) override {
        return conv2d(input, weight, bias, options);
    }
    std::string type_name() const override { return "Conv2d"; }
    std::vector<NamedParameter> own_parameters() override {
        return {{"weight", weight}, {"bias", bias}};
    }

    Parameter weight;  // [kernel_height, kernel_width, in_channels / groups, out_channels]
    Parameter bias;    // [out_channels]; undefined without bias
    Conv2dOptions options;
};

}  // namespace stepgrad
