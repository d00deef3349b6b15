#pragma once

#include "autograd/variable.h"
#include "layers/module.h"

#include <string>

namespace stepgrad {

/// The hyperbolic tangent, within 3.5e-7 of std::tanh where Scalar is float.
///
/// input    any shape
/// returns  the shape of input
/// source   LeCun, Bottou, Orr, Mueller: Efficient BackProp, 1998, section 4.4
Variable tanh(const Variable& input);

/// tanh() as a layer. In Keras: Activation("tanh").
class Tanh final : public Module {
public:
    Variable forward(const Variable& input) override { return tanh(input); }
    std::string type_name() const override { return "Tanh"; }
};

}  // namespace stepgrad
