#pragma once

#include "datasets/byte_image.h"

#include <cstdint>

namespace stepgrad {

/// How a picture comes to another shape.
enum class ImageFit {
    kStretch,  // all of it is there, wider or narrower than it was
    kCrop,     // as it was, and what sticks out on two sides is cut off
};

/// How resize_image() fits a picture in, and what it takes the mean of.
struct ResizeOptions {
    ImageFit fit = ImageFit::kStretch;

    // False: means of the numbers, as Pillow, torchvision and Keras take them. True: means of the
    // light they stand for in sRGB, which is what a lens does; fine bright lines stay brighter.
    bool is_linear_light = false;
};

/// Makes a picture larger or smaller. Each new pixel is a weighted mean of those around its place:
/// of all that it replaces where the picture becomes smaller, so that fine patterns turn grey and do
/// not flicker; of four along each side where it becomes larger.
///
/// returns the picture itself where it has that size
/// throws  std::invalid_argument if the size is not from 1 to 32768 a side
///         DataError if the two sizes are so far apart that the memory is not to be had
ByteImage resize_image(const ByteImage& image, std::int64_t height, std::int64_t width,
                       const ResizeOptions& options = {});

}  // namespace stepgrad
