#include "datasets/turn_image.h"

#include <algorithm>

namespace stepgrad {

ByteImage turn_image(const ByteImage& image, int orientation) {
    if (orientation == 1) {
        return image;
    }
    // A pixel (y, x) of the turned picture is found at (y, x) or (x, y), counted from the first or
    // the last row and column.
    const bool is_transposed = orientation >= 5;
    const bool from_last_row =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    const bool from_last_column =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    ByteImage turned{is_transposed ? image.width : image.height,
                     is_transposed ? image.height : image.width,
                     image.channels,
                     {}};
    turned.bytes.resize(image.bytes.size());
    std::uint8_t* target = turned.bytes.data();
    for (std::int64_t y = 0; y < turned.height; ++y) {
        for (std::int64_t x = 0; x < turned.width; ++x) {
            const std::int64_t row = is_transposed ? x : y;
            const std::int64_t column = is_transposed ? y : x;
            const std::int64_t source_row = from_last_row ? image.height - 1 - row : row;
            const std::int64_t source_column = from_last_column ? image.width - 1 - column : column;
            const std::uint8_t* const pixel =
                image.bytes.data() + (source_row * image.width + source_column) * image.channels;
            target = std::copy(pixel, pixel + image.channels, target);
        }
    }
    return turned;
}

}  // namespace stepgrad
