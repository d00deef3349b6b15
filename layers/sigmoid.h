#pragma once

#include "autograd/variable.h"
#include "layers/module.h"

#include <string>

namespace stepgrad {

/// The logistic function: y = 1 / (1 + exp(-x)).
///
/// input    any shape
/// returns  the shape of input
/// source   Rumelhart, Hinton, Williams: Learning representations by back-propagating errors, 1986
Variable sigmoid(const Variable& input);

/// sigmoid() as a layer. In Keras: Activation("sigmoid").
class Sigmoid final : public Module {
public:
    Variable forward(const Variable& input) override { return sigmoid(input); }
    std::string type_name() const override { return "Sigmoid"; }
};

}  // namespace stepgrad
