#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>

namespace stepgrad {

/// The extents of a Tensor, up to four of them. Images are [batch, height, width, channels].
///
/// A Shape is a small value: copy it freely. Rank 0 is a single number.
class Shape {
public:
    static constexpr int kMaxRank = 4;

    /// Rank 0: a single number.
    Shape() = default;

    /// throws  ShapeError if there are more than four extents, if one is negative, or if their
    ///         product does not fit 63 bits
    Shape(std::initializer_list<std::int64_t> extents);

    int rank() const { return rank_; }

    /// The extent of one axis; negative axes count from the end, so that `shape[-1]` is the last.
    ///
    /// throws  ShapeError if there is no such axis
    std::int64_t operator[](int axis) const;

    /// How many numbers a Tensor of this shape holds: the product of the extents, 1 for rank 0.
    std::int64_t numel() const;

    /// The same shape with one axis of another size; negative axes count from the end.
    ///
    /// throws  ShapeError if there is no such axis, if the extent is negative, or if the product
    ///         does not fit 63 bits
    Shape with_extent(int axis, std::int64_t extent) const;

    /// "[32, 28, 28, 3]"
    std::string to_string() const;

    friend bool operator==(const Shape& a, const Shape& b) = default;

private:
    int checked_axis(int axis) const;
    void require_valid_extents() const;

    int rank_ = 0;
    std::array<std::int64_t, kMaxRank> extents_{};  // entries from rank_ on are 0
};

}  // namespace stepgrad
