#include "datasets/byte_image.h"

namespace stepgrad {
namespace {

constexpr Scalar kLargestByte = 255;

}  // namespace

// pixel = byte / 255
Tensor to_tensor(const ByteImage& image) {
    Tensor tensor = Tensor::empty({image.height, image.width, image.channels});
    if (tensor.has_numbers()) {
        Scalar* pixel = tensor.mutable_data();
        for (const std::uint8_t byte : image.bytes) {
            *pixel++ = static_cast<Scalar>(byte) / kLargestByte;
        }
    }
    return tensor;
}

std::uint8_t brightness(const std::uint8_t* rgb) {
    return static_cast<std::uint8_t>((299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000);
}

}  // namespace stepgrad
