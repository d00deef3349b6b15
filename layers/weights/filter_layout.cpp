#include "layers/weights/filter_layout.h"

#include <algorithm>
#include <array>

namespace stepgrad {
namespace {

using Axes = std::array<int, 4>;

// Which of the file's axes is our height, width, in and out.
Axes axes_of(FilterLayout layout) {
    switch (layout) {
        case FilterLayout::kOutInHeightWidth:
            return {2, 3, 1, 0};
        case FilterLayout::kOutHeightWidthIn:
            return {1, 2, 3, 0};
        case FilterLayout::kHeightWidthInOut:
            break;
    }
    return {0, 1, 2, 3};
}

Shape permuted(const Shape& shape, const Axes& axes) {
    return {shape[axes[0]], shape[axes[1]], shape[axes[2]], shape[axes[3]]};
}

Tensor permuted(const Tensor& tensor, const Axes& axes) {
    const Shape& from = tensor.shape();
    std::array<std::int64_t, 4> steps{};  // of the file's axes
    std::int64_t step = 1;
    for (int axis = 3; axis >= 0; --axis) {
        steps[static_cast<std::size_t>(axis)] = step;
        step *= from[axis];
    }
    const auto step_of = [&](int i) {
        return steps[static_cast<std::size_t>(axes[static_cast<std::size_t>(i)])];
    };
    const Shape shape = permuted(from, axes);
    Tensor result = Tensor::empty(shape);
    Scalar* to = result.mutable_data();
    for (std::int64_t a = 0; a < shape[0]; ++a) {
        for (std::int64_t b = 0; b < shape[1]; ++b) {
            for (std::int64_t c = 0; c < shape[2]; ++c) {
                const Scalar* row =
                    tensor.data() + a * step_of(0) + b * step_of(1) + c * step_of(2);
                for (std::int64_t d = 0; d < shape[3]; ++d) {
                    *to++ = row[d * step_of(3)];
                }
            }
        }
    }
    return result;
}

// [height, width, channels, 1] is the same numbers as [height, width, 1, channels], and TensorFlow
// Lite's [1, height, width, channels], too.
bool is_depthwise_twin(const Shape& stored, FilterLayout layout, const Shape& expected) {
    if (stored.rank() != 4 || expected.rank() != 4 || expected[2] != 1) {
        return false;
    }
    const Shape twin = layout == FilterLayout::kOutHeightWidthIn
                           ? Shape{1, expected[0], expected[1], expected[3]}
                           : Shape{expected[0], expected[1], expected[3], 1};
    return layout != FilterLayout::kOutInHeightWidth && stored == twin;
}

bool fits(const Shape& stored, FilterLayout layout, const Shape& expected) {
    if (is_depthwise_twin(stored, layout, expected)) {
        return true;
    }
    if (stored.rank() == 4 && expected.rank() == 4) {
        return permuted(stored, axes_of(layout)) == expected;
    }
    if (stored.rank() == 2 && layout != FilterLayout::kHeightWidthInOut) {
        return expected.rank() == 2 && Shape{stored[1], stored[0]} == expected;
    }
    return stored == expected;
}

}  // namespace

std::string layout_text(FilterLayout layout) {
    switch (layout) {
        case FilterLayout::kOutInHeightWidth:
            return "[out, in, height, width]";
        case FilterLayout::kOutHeightWidthIn:
            return "[out, height, width, in]";
        case FilterLayout::kHeightWidthInOut:
            break;
    }
    return "[height, width, in, out]";
}

std::optional<Tensor> arranged_like(const Tensor& stored, FilterLayout layout,
                                    const Shape& expected) {
    if (!fits(stored.shape(), layout, expected)) {
        return std::nullopt;
    }
    if (is_depthwise_twin(stored.shape(), layout, expected)) {
        return stored.reshape(expected);
    }
    const bool is_own = layout == FilterLayout::kHeightWidthInOut;
    if (stored.shape().rank() == 4 && !is_own) {
        return permuted(stored, axes_of(layout));
    }
    if (stored.shape().rank() == 2 && !is_own) {
        const Tensor as_filter = stored.reshape({1, 1, stored.shape()[0], stored.shape()[1]});
        return permuted(as_filter, {0, 1, 3, 2}).reshape(expected);
    }
    return stored;
}

std::string likely_cause(const Shape& stored, FilterLayout layout, const Shape& expected) {
    for (const FilterLayout other :
         {FilterLayout::kHeightWidthInOut, FilterLayout::kOutInHeightWidth,
          FilterLayout::kOutHeightWidthIn}) {
        if (other != layout && fits(stored, other, expected)) {
            return "the file seems to keep its filters as " + layout_text(other) + ", not as " +
                   layout_text(layout);
        }
    }
    if (stored.rank() != expected.rank()) {
        return "the layers of this name are of another kind";
    }
    if (stored.rank() == 2) {
        const int inputs = layout == FilterLayout::kHeightWidthInOut ? 0 : 1;
        return stored[inputs] == expected[0]
                   ? "another number of classes or units; the file may be one with its top"
                   : "another number of inputs: behind Flatten that is another size of the images";
    }
    if (stored.rank() == 4) {
        return "another width multiplier, another number of image channels, or another network";
    }
    return "another width multiplier, or another network";
}

}  // namespace stepgrad
