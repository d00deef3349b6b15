#pragma once

#include <cstdint>

namespace stepgrad {

/// How many rows and columns of zeros stand around an image. One number stands for all four sides.
struct Padding2d {
    std::int64_t top = 0;
    std::int64_t bottom = 0;
    std::int64_t left = 0;
    std::int64_t right = 0;
    bool is_same = false;  // worked out from the image's size, see same()

    constexpr Padding2d(std::int64_t all) : top(all), bottom(all), left(all), right(all) {}
    constexpr Padding2d(std::int64_t top_, std::int64_t bottom_, std::int64_t left_,
                        std::int64_t right_)
        : top(top_), bottom(bottom_), left(left_), right(right_) {}

    /// As much as makes the output input / stride large, rounded up: Keras's "same". An odd row or
    /// column goes to the bottom or the right.
    static constexpr Padding2d same() {
        Padding2d padding(0);
        padding.is_same = true;
        return padding;
    }
};

}  // namespace stepgrad
