#include "lessons/support/resized_images.h"

#include "datasets/resize.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace stepgrad::lessons {
namespace {

constexpr Scalar kLargestByte = 255;

ByteImage byte_image(const Tensor& image) {
    ByteImage result{image.shape()[0], image.shape()[1], image.shape()[2], {}};
    result.bytes.reserve(static_cast<std::size_t>(image.numel()));
    for (const Scalar number : image.numbers()) {
        const Scalar byte = std::clamp<Scalar>(number, 0, 1) * kLargestByte + Scalar(0.5);
        result.bytes.push_back(static_cast<std::uint8_t>(byte));
    }
    return result;
}

}  // namespace

ResizedImages::ResizedImages(std::shared_ptr<const Dataset> dataset, std::int64_t height,
                             std::int64_t width)
    : dataset_(std::move(dataset)), height_(height), width_(width) {
    if (dataset_ == nullptr) {
        throw std::invalid_argument(
            "resized_images: there is no dataset (a null pointer was given)");
    }
    resize_image({1, 1, 1, {0}}, height, width);  // refuses sizes that no picture has
}

std::string ResizedImages::name() const {
    return dataset_->name() + " at " + std::to_string(height_) + "x" + std::to_string(width_);
}

Shape ResizedImages::image_shape() const {
    return dataset_->image_shape().with_extent(0, height_).with_extent(1, width_);
}

void ResizedImages::copy_image(std::int64_t index, Scalar* pixels) const {
    const ByteImage resized = resize_image(byte_image(dataset_->image(index)), height_, width_);
    std::transform(resized.bytes.begin(), resized.bytes.end(), pixels,
                   [](std::uint8_t byte) { return static_cast<Scalar>(byte) / kLargestByte; });
}

}  // namespace stepgrad::lessons
