#pragma once

#include "autograd/scalar.h"
#include "autograd/variable.h"
#include "layers/module.h"

#include <string>

namespace stepgrad {

/// The rectifier that leaks: y = x where x >= 0, else slope * x. A NaN stays a NaN.
///
/// input    any shape
/// slope    at least 0 and finite
/// returns  the shape of input
/// throws   ShapeError if slope is negative or not finite
/// source   Maas, Hannun, Ng: Rectifier nonlinearities improve neural network acoustic models, 2013
Variable leaky_relu(const Variable& input, Scalar slope);

/// leaky_relu() as a layer. In Keras: LeakyReLU(negative_slope), where the default slope is 0.3;
/// here it is that of the paper.
class LeakyReLU final : public Module {
public:
    explicit LeakyReLU(Scalar slope = Scalar(0.01)) : slope_(slope) {}

    Variable forward(const Variable& input) override { return leaky_relu(input, slope_); }
    std::string type_name() const override { return "LeakyReLU"; }

private:
    Scalar slope_;
};

}  // namespace stepgrad
