#pragma once

#include "autograd/variable.h"
#include "layers/module.h"

#include <string>

namespace stepgrad {

/// One row for each sample: [batch, height, width, channels] becomes [batch, features]. Moves no
/// byte; feature (h * width + w) * channels + c is pixel (h, w) of channel c, as in Keras.
///
/// input    [batch, ...], rank 2 at least
/// returns  [batch, product of the other extents]; shares the numbers of input
/// throws   ShapeError if input has fewer than two axes
Variable flatten(const Variable& input);

/// flatten() as a layer. A dense layer behind it is tied to one image size;
/// GlobalAveragePool2d accepts any.
class Flatten final : public Module {
public:
    Variable forward(const Variable& input) override { return flatten(input); }
    std::string type_name() const override { return "Flatten"; }
};

}  // namespace stepgrad
