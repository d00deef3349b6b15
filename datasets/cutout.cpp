#include "datasets/cutout.h"

#include "datasets/rearrange.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace stepgrad {
namespace {

constexpr std::int64_t kLargestSize = 1000000;

}  // namespace

Cutout::Cutout(std::int64_t size, Scalar fill) : size_(size), fill_(fill) {
    if (size < 1 || size > kLargestSize) {
        throw std::invalid_argument("cutout: size must be from 1 to 1000000 pixels, " +
                                    std::to_string(size) + " was given");
    }
}

void Cutout::apply(Tensor& image, Random& random) const {
    require_image("cutout", image);
    const std::int64_t height = image.shape()[0];
    const std::int64_t width = image.shape()[1];
    const std::int64_t channels = image.shape()[2];
    if (!image.has_numbers() || image.numel() == 0) {
        return;
    }
    const std::int64_t top = random.between(0, height - 1) - size_ / 2;
    const std::int64_t left = random.between(0, width - 1) - size_ / 2;
    const std::int64_t first = std::max<std::int64_t>(left, 0);
    const std::int64_t covered = std::min(left + size_, width) - first;
    Scalar* pixels = image.mutable_data();
    for (std::int64_t y = std::max<std::int64_t>(top, 0); y < std::min(top + size_, height); ++y) {
        std::fill_n(pixels + (y * width + first) * channels, covered * channels, fill_);
    }
}

}  // namespace stepgrad
