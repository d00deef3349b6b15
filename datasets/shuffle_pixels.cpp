#include "datasets/shuffle_pixels.h"

#include "autograd/error.h"
#include "datasets/random_order.h"

#include <algorithm>

namespace stepgrad {
namespace {

std::int64_t pixel_count(const Shape& image_shape) {
    if (image_shape.rank() != 3) {
        throw ShapeError("shuffle_pixels: an image is [height, width, channels], " +
                         image_shape.to_string() + " was given");
    }
    return image_shape[0] * image_shape[1];
}

}  // namespace

ShufflePixels::ShufflePixels(const Shape& image_shape, std::uint64_t seed)
    : image_shape_(image_shape), order_(random_order(pixel_count(image_shape), seed)) {}

void ShufflePixels::apply(Tensor& image, Random& /*random*/) const {
    apply(image);
}

void ShufflePixels::apply(Tensor& image) const {
    if (image.shape() != image_shape_) {
        throw ShapeError("shuffle_pixels: was made for images " + image_shape_.to_string() + ", " +
                         image.shape().to_string() + " was given");
    }
    if (!image.has_numbers()) {
        return;
    }
    const std::int64_t channels = image_shape_[2];
    const Tensor old = image.clone();
    Scalar* to = image.mutable_data();
    for (const std::int64_t pixel : order_) {
        to = std::copy_n(old.data() + pixel * channels, channels, to);
    }
}

}  // namespace stepgrad
