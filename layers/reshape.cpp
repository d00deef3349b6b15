#include "layers/reshape.h"

#include "autograd/error.h"
#include "autograd/ops.h"

namespace stepgrad {
namespace {

Shape with_batch(std::int64_t batch, const Shape& sample) {
    switch (sample.rank()) {
        case 0:
            return {batch};
        case 1:
            return {batch, sample[0]};
        case 2:
            return {batch, sample[0], sample[1]};
        default:
            return {batch, sample[0], sample[1], sample[2]};
    }
}

}  // namespace

Reshape::Reshape(const Shape& sample_shape) : sample_shape_(sample_shape) {
    if (sample_shape.rank() >= Shape::kMaxRank) {
        throw ShapeError("Reshape: a sample has at most " + std::to_string(Shape::kMaxRank - 1) +
                         " axes, " + sample_shape.to_string() + " was given");
    }
}

Variable Reshape::forward(const Variable& input) {
    if (input.shape().rank() == 0) {
        throw ShapeError("Reshape: input must be [batch, ...], it is a single number");
    }
    return reshape(input, with_batch(input.shape()[0], sample_shape_));
}

}  // namespace stepgrad
