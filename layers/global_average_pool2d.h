#pragma once

#include "autograd/variable.h"
#include "layers/module.h"

#include <string>

namespace stepgrad {

/// The mean of each feature map: y[n,c] = 1/(H W) * sum over h,w of x[n,h,w,c].
///
/// input    [batch, height, width, channels], height and width at least 1
/// returns  [batch, channels]
/// throws   ShapeError if input has another rank or empty maps
/// source   Lin, Chen, Yan: Network In Network, 2014, section 3.2
Variable global_average_pool2d(const Variable& input);

/// global_average_pool2d() as a layer. In Keras: GlobalAveragePooling2D(). Has no parameters and
/// accepts images of any size.
class GlobalAveragePool2d final : public Module {
public:
    Variable forward(const Variable& input) override { return global_average_pool2d(input); }
    std::string type_name() const override { return "GlobalAveragePool2d"; }
};

}  // namespace stepgrad
