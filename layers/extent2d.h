#pragma once

#include <cstdint>

namespace stepgrad {

/// A height and a width: of a kernel, a stride, a dilation. One number stands for both.
struct Extent2d {
    std::int64_t height;
    std::int64_t width;

    Extent2d(std::int64_t both) : height(both), width(both) {}
    Extent2d(std::int64_t height_, std::int64_t width_) : height(height_), width(width_) {}

    friend bool operator==(const Extent2d& a, const Extent2d& b) = default;
};

}  // namespace stepgrad
