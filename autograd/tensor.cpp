#include "autograd/tensor.h"

#include "autograd/error.h"
#include "autograd/shape_only.h"

#include <algorithm>
#include <sstream>

namespace stepgrad {

Tensor Tensor::empty(const Shape& shape) {
    Tensor tensor;
    tensor.shape_ = shape;
    tensor.is_defined_ = true;
    if (!ShapeOnlyGuard::is_active()) {
        tensor.storage_ = std::make_shared<Storage>(shape.numel());
    }
    return tensor;
}

Tensor Tensor::zeros(const Shape& shape) {
    return full(shape, Scalar{0});
}

Tensor Tensor::full(const Shape& shape, Scalar value) {
    Tensor tensor = empty(shape);
    tensor.fill(value);
    return tensor;
}

Tensor Tensor::from(const Shape& shape, std::span<const Scalar> numbers) {
    if (static_cast<std::int64_t>(numbers.size()) != shape.numel()) {
        throw ShapeError("tensor: shape " + shape.to_string() + " holds " +
                         std::to_string(shape.numel()) + " numbers, " +
                         std::to_string(numbers.size()) + " were given");
    }
    Tensor tensor = empty(shape);
    if (tensor.has_numbers()) {
        std::copy(numbers.begin(), numbers.end(), tensor.mutable_data());
    }
    return tensor;
}

Tensor Tensor::from(const Shape& shape, std::initializer_list<Scalar> numbers) {
    return from(shape, std::span<const Scalar>(numbers.begin(), numbers.size()));
}

std::span<const Scalar> Tensor::numbers() const {
    return {data(), has_numbers() ? static_cast<std::size_t>(numel()) : 0};
}

Scalar Tensor::item() const {
    if (!has_numbers() || numel() != 1) {
        throw ShapeError("item: needs a tensor with one number, this one is " + to_string(0));
    }
    return data()[0];
}

Scalar Tensor::at(std::initializer_list<std::int64_t> indices) const {
    if (!has_numbers() || static_cast<int>(indices.size()) != shape_.rank()) {
        throw ShapeError("at: " + std::to_string(indices.size()) + " indices do not fit " +
                         to_string(0));
    }
    std::int64_t position = 0;
    int axis = 0;
    for (const std::int64_t index : indices) {
        if (index < 0 || index >= shape_[axis]) {
            throw ShapeError("at: index " + std::to_string(index) + " is outside axis " +
                             std::to_string(axis) + " of " + shape_.to_string());
        }
        position = position * shape_[axis] + index;
        ++axis;
    }
    return data()[position];
}

Tensor Tensor::reshape(const Shape& shape) const {
    if (!is_defined_ || shape.numel() != numel()) {
        throw ShapeError("reshape: " + to_string(0) + " cannot become " + shape.to_string() +
                         ", which holds " + std::to_string(shape.numel()) + " numbers");
    }
    Tensor reshaped = *this;
    reshaped.shape_ = shape;
    return reshaped;
}

Tensor Tensor::rows(std::int64_t first, std::int64_t count) const {
    const std::int64_t row_count = shape_.rank() > 0 ? shape_[0] : 0;
    if (first < 0 || count < 0 || first > row_count || count > row_count - first) {
        throw ShapeError("rows: " + to_string(0) + " has no rows " + std::to_string(first) +
                         " to " + std::to_string(first + count));
    }
    Tensor some = *this;
    some.shape_ = shape_.with_extent(0, count);
    some.offset_ += row_count == 0 ? 0 : first * (numel() / row_count);
    return some;
}

Tensor Tensor::clone() const {
    if (!has_numbers()) {
        return *this;
    }
    return from(shape_, numbers());
}

void Tensor::copy_from(const Tensor& other) {
    if (!is_defined_ || !other.is_defined_ || shape_ != other.shape_) {
        throw ShapeError("copy_from: " + other.to_string(0) + " does not fit into " + to_string(0));
    }
    if (has_numbers() && other.has_numbers()) {
        std::copy(other.numbers().begin(), other.numbers().end(), mutable_data());
    }
}

void Tensor::fill(Scalar value) {
    if (has_numbers()) {
        std::fill_n(mutable_data(), numel(), value);
    }
}

std::string Tensor::to_string(std::int64_t max_numbers) const {
    if (!is_defined_) {
        return "an undefined tensor";
    }
    std::ostringstream text;
    text << "Tensor " << shape_.to_string();
    if (!has_numbers()) {
        text << " without numbers";
        return text.str();
    }
    const std::int64_t shown = std::min(max_numbers, numel());
    for (std::int64_t i = 0; i < shown; ++i) {
        text << (i == 0 ? ": " : " ") << data()[i];
    }
    if (shown > 0 && shown < numel()) {
        text << " ...";
    }
    return text.str();
}

}  // namespace stepgrad
