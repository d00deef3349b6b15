#pragma once

#include <cstdint>

namespace stepgrad {

/// A height and a width: of a kernel, a stride, a padding. One number stands for both.
struct Extent2d {
    std::int64_t height;
    std::int64_t width;

    constexpr Extent2d(std::int64_t both) : height(both), width(both) {}
    constexpr Extent2d(std::int64_t rows, std::int64_t columns) : height(rows), width(columns) {}
};

}  // namespace stepgrad
