#pragma once

#include "autograd/variable.h"
#include "layers/extent2d.h"
#include "layers/module.h"

#include <string>

namespace stepgrad {

/// Where the windows of max_pool2d() stand.
struct MaxPool2dOptions {
    Extent2d stride = 0;     // 0: the kernel, so that windows stand side by side
    Extent2d padding = 0;    // above and below, left and right; at most half the kernel
    bool ceil_mode = false;  // true: a last window may reach beyond the image
};

/// The maximum of each window: y[n,i,j,c] = max of x[n,h,w,c] over the window of (i, j).
///
/// Padding counts as -infinity: it never wins. Of equal maxima the first (row by row) receives the
/// gradient. A NaN in a window counts as its maximum.
///
/// input    [batch, height, width, channels]
/// returns  [batch, output height, output width, channels], along each axis
///          floor((input + 2 padding - kernel) / stride) + 1; with ceil_mode ceil, where the last
///          window must still start inside the image or the padding before it
/// throws   ShapeError if input has another rank, if an option is out of range, or if no window
///          fits
/// source   Boureau, Ponce, LeCun: A theoretical analysis of feature pooling, 2010
Variable max_pool2d(const Variable& input, Extent2d kernel, const MaxPool2dOptions& options = {});

/// max_pool2d() as a layer: `MaxPool2d(2)`, `MaxPool2d({3, 2}, {.stride = 2})`. In Keras:
/// MaxPooling2D(pool_size, strides). What padding="same" does there with kernel 3 and stride 2 on
/// even sizes is ceil_mode here.
class MaxPool2d final : public Module {
public:
    explicit MaxPool2d(Extent2d kernel, const MaxPool2dOptions& options = {})
        : kernel_(kernel), options_(options) {}

    Variable forward(const Variable& input) override {
        return max_pool2d(input, kernel_, options_);
    }
    std::string type_name() const override { return "MaxPool2d"; }

    Extent2d kernel() const { return kernel_; }
    const MaxPool2dOptions& options() const { return options_; }

private:
    Extent2d kernel_;
    MaxPool2dOptions options_;
};

}  // namespace stepgrad
