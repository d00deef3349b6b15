#pragma once

#include "autograd/variable.h"
#include "layers/module.h"

#include <string>

namespace stepgrad {

/// Scores as probabilities, along the last axis: y[k] = exp(x[k]) / sum over j of exp(x[j]).
///
/// Stable for scores of any size. To train a classifier use cross_entropy() on the scores instead:
/// the logarithm of a probability that has rounded to 0 is lost.
///
/// input    [..., classes], at least one class
/// returns  the shape of input; every row in [0, 1] with sum 1
/// throws   ShapeError if there is no last axis or if it is empty
/// source   Bridle: Probabilistic interpretation of feedforward classification network outputs, 1990
Variable softmax(const Variable& input);

/// softmax() as a layer. In Keras: Softmax().
class Softmax final : public Module {
public:
    Variable forward(const Variable& input) override { return softmax(input); }
    std::string type_name() const override { return "Softmax"; }
};

}  // namespace stepgrad
