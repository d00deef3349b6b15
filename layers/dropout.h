#pragma once

#include "autograd/scalar.h"
#include "autograd/variable.h"
#include "layers/module.h"

#include <string>

namespace stepgrad {

/// Sets each number to 0 with probability `rate` and multiplies the others by 1 / (1 - rate), so
/// that the expected value stays what it was (inverted dropout). Always drops; Dropout, the layer,
/// does so in training only.
///
/// Draws from global_random(), one number after the other: the same seed gives the same mask for
/// any number of threads. Under a ShapeOnlyGuard it draws nothing.
///
/// input    any shape
/// rate     in [0, 1)
/// returns  the shape of input
/// throws   ShapeError if rate is not in [0, 1)
/// source   Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov: Dropout, 2014
Variable dropout(const Variable& input, Scalar rate);

/// dropout() while training; returns its input in eval(). In Keras: Dropout(rate).
class Dropout final : public Module {
public:
    explicit Dropout(Scalar rate) : rate_(rate) {}

    Variable forward(const Variable& input) override {
        return is_training() ? dropout(input, rate_) : input;
    }
    std::string type_name() const override { return "Dropout"; }

private:
    Scalar rate_;
};

}  // namespace stepgrad
