#include "datasets/random_crop.h"

#include "autograd/error.h"
#include "datasets/rearrange.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace stepgrad {
namespace {

constexpr std::int64_t kMostPadding = 1000000;

}  // namespace

RandomCrop::RandomCrop(std::int64_t padding, CropBorder border)
    : padding_(padding), border_(border) {
    if (padding < 0 || padding > kMostPadding) {
        throw std::invalid_argument("random_crop: padding must be from 0 to 1000000 pixels, " +
                                    std::to_string(padding) + " was given");
    }
}

void RandomCrop::apply(Tensor& image, Random& random) const {
    require_image("random_crop", image);
    const std::int64_t height = image.shape()[0];
    const std::int64_t width = image.shape()[1];
    if (border_ == CropBorder::kReflect && padding_ >= std::min(height, width)) {
        throw ShapeError("random_crop: an image of " + image.shape().to_string() +
                         " cannot be reflected over " + std::to_string(padding_) +
                         " pixels, only over less than its shorter side");
    }
    const std::int64_t top = random.between(0, 2 * padding_);
    const std::int64_t left = random.between(0, 2 * padding_);
    rearrange(image, window(height, top), window(width, left), /*fill=*/0);
}

// Where each row (or column) of the piece comes from: the piece begins at `first` in the widened
// image, which begins `padding` before the image.
std::vector<std::int64_t> RandomCrop::window(std::int64_t size, std::int64_t first) const {
    std::vector<std::int64_t> sources;
    for (std::int64_t i = 0; i < size; ++i) {
        std::int64_t source = first + i - padding_;
        if (border_ == CropBorder::kReflect) {
            source = source < 0 ? -source : source;
            source = source >= size ? 2 * (size - 1) - source : source;
        }
        sources.push_back(source >= 0 && source < size ? source : kOutside);
    }
    return sources;
}

}  // namespace stepgrad
