#pragma once

#include "autograd/variable.h"
#include "layers/module.h"

#include <string>

namespace stepgrad {

/// The maximum of each feature map: y[n,c] = max over h,w of x[n,h,w,c].
///
/// Of equal maxima the first (row by row) receives the gradient. A NaN counts as the maximum.
///
/// input    [batch, height, width, channels], height and width at least 1
/// returns  [batch, channels]
/// throws   ShapeError if input has another rank, empty maps or 2^31 pixels and more
/// source   Oquab, Bottou, Laptev, Sivic: Is object localization for free?, 2015
Variable global_max_pool2d(const Variable& input);

/// global_max_pool2d() as a layer. In Keras: GlobalMaxPooling2D().
class GlobalMaxPool2d final : public Module {
public:
    Variable forward(const Variable& input) override { return global_max_pool2d(input); }
    std::string type_name() const override { return "GlobalMaxPool2d"; }
};

}  // namespace stepgrad
