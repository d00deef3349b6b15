#include "datasets/rearrange.h"

#include "autograd/error.h"

#include <cstddef>
#include <string>

namespace stepgrad {

void rearrange(Tensor& image, const std::vector<std::int64_t>& rows,
               const std::vector<std::int64_t>& columns, Scalar fill) {
    if (!image.has_numbers()) {
        return;
    }
    const std::int64_t channels = image.shape()[2];
    const auto width = static_cast<std::int64_t>(columns.size());
    const std::vector<Scalar> old(image.numbers().begin(), image.numbers().end());
    Scalar* number = image.mutable_data();
    for (const std::int64_t row : rows) {
        for (const std::int64_t column : columns) {
            const bool is_outside = row == kOutside || column == kOutside;
            const std::int64_t place = is_outside ? 0 : (row * width + column) * channels;
            for (std::int64_t c = 0; c < channels; ++c) {
                *number++ = is_outside ? fill : old[static_cast<std::size_t>(place + c)];
            }
        }
    }
}

void require_image(const char* transform, const Tensor& image) {
    if (image.shape().rank() != 3) {
        throw ShapeError(std::string(transform) +
                         ": changes one image [height, width, channels], " + image.to_string(0) +
                         " was given");
    }
}

}  // namespace stepgrad
