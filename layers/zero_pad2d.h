#pragma once

#include "autograd/variable.h"
#include "layers/module.h"

#include <cstdint>
#include <string>

namespace stepgrad {

/// How many rows and columns of zeros to put on each side of an image. One number: on all four.
struct Border2d {
    std::int64_t top;
    std::int64_t bottom;
    std::int64_t left;
    std::int64_t right;

    Border2d(std::int64_t all) : top(all), bottom(all), left(all), right(all) {}
    Border2d(std::int64_t above, std::int64_t below, std::int64_t before, std::int64_t after)
        : top(above), bottom(below), left(before), right(after) {}
};

/// Zeros around an image: y[n, top + h, left + w, c] = x[n,h,w,c], 0 elsewhere.
///
/// input    [batch, height, width, channels]
/// returns  [batch, top + height + bottom, left + width + right, channels]
/// throws   ShapeError if input has another rank or a side of the border is negative
Variable zero_pad2d(const Variable& input, Border2d border);

/// zero_pad2d() as a layer. In Keras: ZeroPadding2D(((top, bottom), (left, right))).
class ZeroPad2d final : public Module {
public:
    explicit ZeroPad2d(Border2d border) : border_(border) {}
    ZeroPad2d(std::int64_t top, std::int64_t bottom, std::int64_t left, std::int64_t right)
        : border_(top, bottom, left, right) {}

    Variable forward(const Variable& input) override { return zero_pad2d(input, border_); }
    std::string type_name() const override { return "ZeroPad2d"; }

private:
    Border2d border_;
};

}  // namespace stepgrad
