#pragma once

#include "autograd/scalar.h"

#include <array>

namespace stepgrad {

/// Red, green and blue, each from 0 to 1.
using Colour = std::array<Scalar, 3>;

/// White for 0, redder towards 1 and bluer towards -1; numbers beyond are as 1 or -1. A NaN stays one
/// in each part of the colour.
Colour diverging_colour(Scalar number);

/// Black for 0 by way of red and yellow to white for 1, brighter all the way; numbers beyond are as
/// 0 or 1. A NaN stays one in each part of the colour.
Colour heat_colour(Scalar number);

}  // namespace stepgrad
