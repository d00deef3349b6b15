#include "layers/weights/stored_weights.h"

#include "autograd/error.h"

namespace stepgrad {

Shape stored_shape(const std::vector<std::int64_t>& extents) {
    switch (extents.size()) {
        case 0:
            return {};
        case 1:
            return {extents[0]};
        case 2:
            return {extents[0], extents[1]};
        case 3:
            return {extents[0], extents[1], extents[2]};
        case 4:
            return {extents[0], extents[1], extents[2], extents[3]};
        default:
            break;
    }
    throw ShapeError("stored_shape: " + std::to_string(extents.size()) +
                     " extents, at most four are supported");
}

}  // namespace stepgrad
