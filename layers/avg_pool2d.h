#pragma once

#include "autograd/variable.h"
#include "layers/extent2d.h"
#include "layers/module.h"

#include <string>

namespace stepgrad {

/// Where the windows of avg_pool2d() stand, and what counts in them.
struct AvgPool2dOptions {
    Extent2d stride = 0;                 // 0: the kernel, so that windows stand side by side
    Extent2d padding = 0;                // above and below, left and right; at most half the kernel
    bool ceil_mode = false;              // true: a last window may reach beyond the image
    bool count_include_padding = false;  // true: zeros of the padding count in the average
};

/// The mean of each window: y[n,i,j,c] = 1/D * sum of x[n,h,w,c] over the window of (i, j).
///
/// D is how many pixels of the window lie in the image; with count_include_padding also those in
/// the padding. What lies beyond the padding (ceil_mode) never counts.
///
/// input    [batch, height, width, channels]
/// returns  [batch, output height, output width, channels], along each axis
///          floor((input + 2 padding - kernel) / stride) + 1; with ceil_mode ceil, where the last
///          window must still start inside the image or the padding before it
/// throws   ShapeError if input has another rank, if an option is out of range, or if no window
///          fits
/// source   LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document
///          recognition, 1998
Variable avg_pool2d(const Variable& input, Extent2d kernel, const AvgPool2dOptions& options = {});

/// avg_pool2d() as a layer. In Keras: AveragePooling2D(pool_size, strides), which never counts
/// padding either.
class AvgPool2d final : public Module {
public:
    explicit AvgPool2d(Extent2d kernel, const AvgPool2dOptions& options = {})
        : kernel_(kernel), options_(options) {}

    Variable forward(const Variable& input) override {
        return avg_pool2d(input, kernel_, options_);
    }
    std::string type_name() const override { return "AvgPool2d"; }

private:
    Extent2d kernel_;
    AvgPool2dOptions options_;
};

}  // namespace stepgrad
