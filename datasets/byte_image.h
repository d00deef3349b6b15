#pragma once

#include "autograd/tensor.h"

#include <cstdint>
#include <vector>

namespace stepgrad {

/// A picture with one byte for each pixel and channel: as files hold it, a quarter of a Tensor.
struct ByteImage {
    std::int64_t height = 0;
    std::int64_t width = 0;
    std::int64_t channels = 0;
    std::vector<std::uint8_t> bytes;  // [height, width, channels]
};

/// The same picture as numbers: 0 to 255 becomes [0, 1].
///
/// returns [height, width, channels]
Tensor to_tensor(const ByteImage& image);

/// How bright a colour looks, from 0 to 255.
///
/// input   rgb: three bytes, red, green and blue
/// source  ITU-R BT.601, section 2.5.1
std::uint8_t brightness(const std::uint8_t* rgb);

}  // namespace stepgrad
