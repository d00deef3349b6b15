#include "datasets/byte_dataset.h"

#include "autograd/error.h"

#include <utility>

namespace stepgrad {
namespace {

constexpr Scalar kLargestByte = 255;

void check_sizes(const std::string& name, const Shape& image_shape, std::size_t pixel_count,
                 std::size_t label_count) {
    if (image_shape.rank() != 3 || image_shape.numel() == 0) {
        throw ShapeError("byte_dataset: " + name + ": an image has [height, width, channels], " +
                         image_shape.to_string() + " was given");
    }
    const auto image_numel = static_cast<std::size_t>(image_shape.numel());
    if (pixel_count % image_numel != 0 || pixel_count / image_numel != label_count) {
        throw ShapeError("byte_dataset: " + name + ": " + std::to_string(label_count) +
                         " labels were given with " + std::to_string(pixel_count) +
                         " bytes of pixels, which is not as many images of " +
                         image_shape.to_string());
    }
}

}  // namespace

ByteDataset::ByteDataset(std::string name, const Shape& image_shape,
                         std::vector<std::uint8_t> pixels, std::vector<std::int32_t> labels,
                         std::vector<std::string> class_names)
    : name_(std::move(name)),
      image_shape_(image_shape),
      image_numel_(image_shape.numel()),
      pixels_(std::move(pixels)),
      labels_(std::move(labels)),
      class_names_(std::move(class_names)) {
    check_sizes(name_, image_shape_, pixels_.size(), labels_.size());
    const auto class_count = static_cast<std::int64_t>(class_names_.size());
    for (std::size_t i = 0; i < labels_.size(); ++i) {
        if (labels_[i] < 0 || labels_[i] >= class_count) {
            throw DataError("byte_dataset: " + name_ + ": label " + std::to_string(i) + " is " +
                            std::to_string(labels_[i]) + ", there are " +
                            std::to_string(class_count) + " classes");
        }
    }
}

std::int32_t ByteDataset::label(std::int64_t index) const {
    require_index(index);
    return labels_[static_cast<std::size_t>(index)];
}

// pixel = byte / 255
void ByteDataset::copy_image(std::int64_t index, Scalar* pixels) const {
    require_index(index);
    const std::uint8_t* bytes = pixels_.data() + index * image_numel_;
    for (std::int64_t i = 0; i < image_numel_; ++i) {
        pixels[i] = static_cast<Scalar>(bytes[i]) / kLargestByte;
    }
}

}  // namespace stepgrad
