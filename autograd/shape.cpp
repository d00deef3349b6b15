#include "autograd/shape.h"

#include "autograd/error.h"

namespace stepgrad {

Shape::Shape(std::initializer_list<std::int64_t> extents) {
    if (extents.size() > kMaxRank) {
        throw ShapeError("shape: at most " + std::to_string(kMaxRank) + " extents are supported, " +
                         std::to_string(extents.size()) + " were given");
    }
    for (const std::int64_t extent : extents) {
        extents_[static_cast<std::size_t>(rank_++)] = extent;
    }
    require_valid_extents();
}

std::int64_t Shape::operator[](int axis) const {
    return extents_[static_cast<std::size_t>(checked_axis(axis))];
}

std::int64_t Shape::numel() const {
    std::int64_t product = 1;
    for (int axis = 0; axis < rank_; ++axis) {
        product *= extents_[static_cast<std::size_t>(axis)];
    }
    return product;
}

Shape Shape::with_extent(int axis, std::int64_t extent) const {
    Shape changed = *this;
    changed.extents_[static_cast<std::size_t>(checked_axis(axis))] = extent;
    changed.require_valid_extents();
    return changed;
}

std::string Shape::to_string() const {
    std::string text = "[";
    for (int axis = 0; axis < rank_; ++axis) {
        text += (axis == 0 ? "" : ", ") + std::to_string(extents_[static_cast<std::size_t>(axis)]);
    }
    return text + "]";
}

int Shape::checked_axis(int axis) const {
    const int from_start = axis < 0 ? axis + rank_ : axis;
    if (from_start < 0 || from_start >= rank_) {
        throw ShapeError("shape: " + to_string() + " has no axis " + std::to_string(axis));
    }
    return from_start;
}

void Shape::require_valid_extents() const {
    std::int64_t product = 1;
    for (int axis = 0; axis < rank_; ++axis) {
        const std::int64_t extent = extents_[static_cast<std::size_t>(axis)];
        if (extent < 0) {
            throw ShapeError("shape: an extent must not be negative, " + std::to_string(extent) +
                             " was given");
        }
        // An extent of 0 resets the product, so that [0, huge] is fine and [huge, huge] is not.
        if (__builtin_mul_overflow(product, extent, &product)) {
            throw ShapeError("shape: the number of elements does not fit 63 bits");
        }
    }
}

}  // namespace stepgrad
