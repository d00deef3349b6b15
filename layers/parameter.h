#pragma once

#include "autograd/variable.h"

namespace stepgrad {

/// A Variable that a Module trains: a leaf that requires a gradient from the start.
///
/// Modules own theirs as public members. An undefined Parameter stands for "this layer has none".
class Parameter : public Variable {
public:
    Parameter() = default;
    explicit Parameter(const Tensor& value) : Variable(value, /*requires_grad=*/true) {}
};

}  // namespace stepgrad
