#include "datasets/image_formats/checked_image.h"

#include <string>

namespace stepgrad {

void require_extents(const ByteReader& reader, std::int64_t height, std::int64_t width) {
    const std::string size = std::to_string(width) + "x" + std::to_string(height) + " pixels";
    if (height == 0 || width == 0) {
        reader.fail("header promises " + size + ": there is nothing to see");
    }
    if (height > kLargestSide || width > kLargestSide || height * width > kLargestArea) {
        reader.fail("header promises " + size + ", more than " + std::to_string(kLargestSide) +
                    " a side or " + std::to_string(kLargestArea) + " in all");
    }
}

}  // namespace stepgrad
