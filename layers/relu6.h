#pragma once

#include "autograd/variable.h"
#include "layers/module.h"

#include <string>

namespace stepgrad {

/// The rectifier with a ceiling: y = min(max(x, 0), 6). A NaN stays a NaN.
///
/// input    any shape
/// returns  the shape of input
/// source   Krizhevsky: Convolutional deep belief networks on CIFAR-10, 2010; used by MobileNet
Variable relu6(const Variable& input);

/// relu6() as a layer. In Keras: ReLU(max_value=6).
class ReLU6 final : public Module {
public:
    Variable forward(const Variable& input) override { return relu6(input); }
    std::string type_name() const override { return "ReLU6"; }
};

}  // namespace stepgrad
