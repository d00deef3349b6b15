#pragma once

#include "autograd/variable.h"
#include "layers/module.h"

#include <string>
#include <vector>

/// Swish, a smooth relative of ReLU: y = x * sigmoid(beta * x).
///
/// input    any shape
/// beta     [1]; 0 makes it x / 2, a large one ReLU
/// returns  the shape of input
/// throws   stepgrad::ShapeError if beta is not [1]
/// source   Ramachandran, Zoph, Le: Searching for activation functions, 2017
stepgrad::Variable swish(const stepgrad::Variable& input, const stepgrad::Variable& beta);

/// swish() with a beta of its own, which is trained along with everything else.
class Swish final : public stepgrad::Module {
public:
    stepgrad::Variable forward(const stepgrad::Variable& input) override {
        return swish(input, beta);
    }
    std::string type_name() const override { return "Swish"; }
    std::vector<stepgrad::NamedParameter> own_parameters() override { return {{"beta", beta}}; }

    stepgrad::Parameter beta{stepgrad::Tensor::full({1}, 1)};
};
