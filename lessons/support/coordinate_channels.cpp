#include "lessons/support/coordinate_channels.h"

#include "autograd/error.h"
#include "autograd/ops.h"

#include <cstdint>

namespace stepgrad::lessons {
namespace {

// -1 for the first of `count` places, 1 for the last, 0 if there is only one.
Scalar coordinate(std::int64_t place, std::int64_t count) {
    return count < 2 ? 0 : static_cast<Scalar>(2 * place) / static_cast<Scalar>(count - 1) - 1;
}

}  // namespace

Variable CoordinateChannels::forward(const Variable& input) {
    const Shape& shape = input.shape();
    if (shape.rank() != 4) {
        throw ShapeError("coordinate_channels: input must be [batch, height, width, channels], " +
                         shape.to_string() + " was given");
    }
    Tensor coordinates = Tensor::empty(shape.with_extent(3, 2));
    if (coordinates.has_numbers()) {
        Scalar* number = coordinates.mutable_data();
        for (std::int64_t image = 0; image < shape[0]; ++image) {
            for (std::int64_t y = 0; y < shape[1]; ++y) {
                for (std::int64_t x = 0; x < shape[2]; ++x) {
                    *number++ = coordinate(y, shape[1]);
                    *number++ = coordinate(x, shape[2]);
                }
            }
        }
    }
    return concat({input, Variable(coordinates)}, -1);
}

}  // namespace stepgrad::lessons
