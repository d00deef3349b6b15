#pragma once

#include "autograd/variable.h"
#include "layers/module.h"

#include <string>

namespace stepgrad {

/// The logarithm of softmax() along the last axis: y[k] = x[k] - log(sum over j of exp(x[j])).
///
/// Stable for scores of any size, where log(softmax(x)) would be log(0).
///
/// input    [..., classes], at least one class
/// returns  the shape of input; no number is above 0
/// throws   ShapeError if there is no last axis or if it is empty
/// source   Goodfellow, Bengio, Courville: Deep Learning, 2016, section 6.2.2.3
Variable log_softmax(const Variable& input);

/// log_softmax() as a layer. In Keras: Activation("log_softmax").
class LogSoftmax final : public Module {
public:
    Variable forward(const Variable& input) override { return log_softmax(input); }
    std::string type_name() const override { return "LogSoftmax"; }
};

}  // namespace stepgrad
