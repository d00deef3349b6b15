#include "tests/support/jpeg_parts.h"

#include "autograd/error.h"
#include "datasets/image_formats/jpeg_guard.h"
#include "datasets/image_formats/stb_codec.h"
#include "tests/support/byte_spans.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>

namespace stepgrad::testing {

Parts colour_parts() {
    Parts parts;
    parts.frame = jpeg_frame({.components = {{.id = 1}, {.id = 2}, {.id = 3}}});
    parts.scan = jpeg_scan({.components = {{.id = 1}, {.id = 2}, {.id = 3}}});
    parts.data = hex("00 00 00");
    return parts;
}

std::string error_of(const std::string& file) {
    const std::string message = message_of<DataError>([&] { check(file); });
    BOOST_TEST(message.substr(0, 13) == "jpeg: x.jpg: ");
    return message.substr(13);
}

std::string error_of(const Parts& parts) {
    return error_of(parts.file());
}

CheckedImage check(const std::string& file) {
    return check_jpeg("x.jpg", bytes_of(file));
}

ByteImage decode(const std::string& file) {
    return decode_checked_image("x.jpg", bytes_of(file), check(file));
}

std::vector<int> greys_of(const ByteImage& image) {
    std::vector<int> greys;
    for (std::int64_t y = 4; y < image.height; y += 8) {
        for (std::int64_t x = 4; x < image.width; x += 8) {
            greys.push_back(
                image.bytes[static_cast<std::size_t>((y * image.width + x) * image.channels)]);
        }
    }
    return greys;
}

}  // namespace stepgrad::testing
