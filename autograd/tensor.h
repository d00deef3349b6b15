#pragma once

#include "autograd/scalar.h"
#include "autograd/shape.h"
#include "autograd/storage.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace stepgrad {

/// Numbers in rows: a shape and a share of a block of memory. Knows nothing of gradients.
///
/// A Tensor is a handle. Copying one shares its numbers, clone() copies them. The numbers are row
/// by row without gaps, so that the last axis is contiguous; images are
/// [batch, height, width, channels].
///
/// Three states: undefined (made by `Tensor()`), shape only (made under a ShapeOnlyGuard), and with
/// numbers. Threads may read one Tensor together.
class Tensor {
public:
    /// Undefined: no shape, no numbers. Stands for "no gradient" or "no bias".
    Tensor() = default;

    /// Room for a tensor whose numbers are not set; only a shape under a ShapeOnlyGuard.
    static Tensor empty(const Shape& shape);

    /// All numbers 0, or all the same `value`; only a shape under a ShapeOnlyGuard.
    static Tensor zeros(const Shape& shape);
    static Tensor full(const Shape& shape, Scalar value);

    /// The numbers of a vector, copied.
    ///
    /// throws  ShapeError if there are more or fewer numbers than the shape holds
    static Tensor from(const Shape& shape, std::span<const Scalar> numbers);
    static Tensor from(const Shape& shape, std::initializer_list<Scalar> numbers);

    /// False for `Tensor()`, true for anything that has a shape.
    bool is_defined() const { return is_defined_; }

    /// False if undefined or made under a ShapeOnlyGuard.
    bool has_numbers() const { return storage_ != nullptr; }

    const Shape& shape() const { return shape_; }
    std::int64_t numel() const { return shape_.numel(); }

    /// The first number. Read only; row by row, the last axis contiguous.
    const Scalar* data() const { return storage_ ? storage_->data() + offset_ : nullptr; }

    /// The first number, for writing. Every Tensor that shares these numbers sees the change, and
    /// a backward that had saved them will refuse to go on.
    Scalar* mutable_data() { return storage_ ? storage_->mutable_data() + offset_ : nullptr; }

    /// All numbers, for loops and tests.
    std::span<const Scalar> numbers() const;

    /// The only number of a tensor with one element.
    ///
    /// throws  ShapeError if there are more or fewer
    Scalar item() const;

    /// One number by its indices, with bounds checked: for lessons and tests, not for loops.
    Scalar at(std::initializer_list<std::int64_t> indices) const;

    /// The same numbers under another shape. Nothing is copied.
    ///
    /// throws  ShapeError if the number of elements differs
    Tensor reshape(const Shape& shape) const;

    /// Rows first to first + count of the outermost axis. Nothing is copied.
    ///
    /// throws  ShapeError if there are not that many
    Tensor rows(std::int64_t first, std::int64_t count) const;

    /// A copy that shares nothing.
    Tensor clone() const;

    /// Overwrites the numbers with those of another tensor of the same shape.
    ///
    /// throws  ShapeError if the shapes differ
    void copy_from(const Tensor& other);

    /// Overwrites every number with `value`.
    void fill(Scalar value);

    /// How many tensors share these numbers; 0 without numbers.
    long use_count() const { return storage_.use_count(); }

    /// True if both are views of one block of memory.
    bool shares_memory_with(const Tensor& other) const {
        return storage_ != nullptr && storage_ == other.storage_;
    }

    /// Raised by every change of the block these numbers live in.
    std::uint64_t version() const { return storage_ ? storage_->version() : 0; }

    /// "Tensor [2, 3]: 1 2 3 4 5 6", cut after `max_numbers`.
    std::string to_string(std::int64_t max_numbers = 12) const;

private:
    Shape shape_;
    std::shared_ptr<Storage> storage_;
    std::int64_t offset_ = 0;  // of the first number in the storage
    bool is_defined_ = false;
};

}  // namespace stepgrad
