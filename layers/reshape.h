#pragma once

#include "autograd/shape.h"
#include "autograd/variable.h"
#include "layers/module.h"

#include <string>

namespace stepgrad {

/// Gives each sample another shape, as reshape() does (autograd/ops.h): nothing is copied. In
/// Keras: Reshape(sample_shape). Flatten needs no shape.
class Reshape final : public Module {
public:
    /// sample_shape  what is behind the batch, up to three extents
    /// throws        ShapeError if there are more
    explicit Reshape(const Shape& sample_shape);

    /// input    [batch, ...]
    /// returns  [batch, sample_shape]
    /// throws   ShapeError if the input is a single number or a sample holds more or fewer numbers
    Variable forward(const Variable& input) override;
    std::string type_name() const override { return "Reshape"; }

private:
    Shape sample_shape_;
};

}  // namespace stepgrad
