#pragma once

#include "layers/module.h"

#include <string>

namespace stepgrad::lessons {

/// Adds two channels to an image that tell each pixel where it is: its row and its column, from -1
/// at the upper and left edge to 1 at the lower and right.
///
/// input    [batch, height, width, channels]
/// returns  [batch, height, width, channels + 2]
/// throws   ShapeError if the input has another rank
/// source   Liu et al.: An intriguing failing of convolutional neural networks and the CoordConv
///          solution, 2018
class CoordinateChannels final : public Module {
public:
    Variable forward(const Variable& input) override;
    std::string type_name() const override { return "CoordinateChannels"; }
};

}  // namespace stepgrad::lessons
