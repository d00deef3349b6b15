#pragma once

#include "autograd/variable.h"
#include "layers/module.h"

#include <string>

namespace stepgrad {

/// The rectifier: y = max(x, 0). A NaN stays a NaN.
///
/// input    any shape
/// returns  the shape of input
/// source   Nair, Hinton: Rectified linear units improve restricted Boltzmann machines, 2010
Variable relu(const Variable& input);

/// relu() as a layer. In Keras: ReLU().
class ReLU final : public Module {
public:
    Variable forward(const Variable& input) override { return relu(input); }
    std::string type_name() const override { return "ReLU"; }
};

}  // namespace stepgrad
