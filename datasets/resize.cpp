#include "datasets/resize.h"

#include "datasets/image_formats/checked_image.h"
#include "datasets/image_formats/stb_codec.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace stepgrad {
namespace {

// round(a b / c), at least 1
std::int64_t scaled(std::int64_t a, std::int64_t b, std::int64_t c) {
    return std::max<std::int64_t>((2 * a * b + c) / (2 * c), 1);
}

// The largest part in the middle with the shape of the new picture.
ImageRegion middle_of(const ByteImage& image, std::int64_t height, std::int64_t width) {
    ImageRegion region{0, 0, image.height, image.width};
    if (image.width * height > image.height * width) {
        region.width = scaled(image.height, width, height);
    } else {
        region.height = scaled(image.width, height, width);
    }
    region.top = (image.height - region.height) / 2;
    region.left = (image.width - region.width) / 2;
    return region;
}

}  // namespace

ByteImage resize_image(const ByteImage& image, std::int64_t height, std::int64_t width,
                       const ResizeOptions& options) {
    if (height < 1 || width < 1 || height > kLargestSide || width > kLargestSide) {
        throw std::invalid_argument("resize_image: a picture has 1 to " +
                                    std::to_string(kLargestSide) + " pixels a side, " +
                                    std::to_string(width) + "x" + std::to_string(height) +
                                    " was asked for");
    }
    if (image.height == height && image.width == width) {
        return image;
    }
    const ImageRegion whole{0, 0, image.height, image.width};
    const ImageRegion region =
        options.fit == ImageFit::kCrop ? middle_of(image, height, width) : whole;
    return resize_region(image, region, height, width, options.is_linear_light);
}

}  // namespace stepgrad
