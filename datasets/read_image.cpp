#include "datasets/read_image.h"

#include "datasets/byte_source.h"
#include "datasets/image_formats/stb_codec.h"
#include "datasets/image_guard.h"
#include "datasets/turn_image.h"

#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

namespace stepgrad {
namespace {

constexpr int kOpaque = 255;

void check_options(const ReadImageOptions& options) {
    if ((options.height == 0) != (options.width == 0)) {
        throw std::invalid_argument(
            "read_image: height and width are given together or not at all, " +
            std::to_string(options.height) + " and " + std::to_string(options.width) +
            " were given");
    }
    if (!(options.background >= 0 && options.background <= 1)) {
        throw std::invalid_argument("read_image: a background is from 0 to 1, " +
                                    std::to_string(options.background) + " was given");
    }
}

std::vector<std::uint8_t> read_file(const std::filesystem::path& path) {
    ByteSource source("image", path);
    if (source.is_gzip()) {
        source.fail("is a gzip file, neither PNG nor JPEG");
    }
    if (source.file_size() > kLargestFile) {
        source.fail("has " + std::to_string(source.file_size()) + " bytes, more than the " +
                    std::to_string(kLargestFile) + " that are read");
    }
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(source.file_size()));
    bytes.resize(source.read(bytes.data(), bytes.size()));
    return bytes;
}

// Colours as they look on the background: a c + (1 - a) background.
ByteImage without_alpha(const ByteImage& image, int background) {
    if (image.channels == 1 || image.channels == 3) {
        return image;
    }
    ByteImage opaque{image.height, image.width, image.channels - 1, {}};
    opaque.bytes.reserve(static_cast<std::size_t>(image.height * image.width * opaque.channels));
    const auto channels = static_cast<std::size_t>(image.channels);
    for (std::size_t pixel = 0; pixel < image.bytes.size(); pixel += channels) {
        const int alpha = image.bytes[pixel + channels - 1];
        for (std::size_t c = 0; c + 1 < channels; ++c) {
            const int sum = alpha * image.bytes[pixel + c] + (kOpaque - alpha) * background;
            opaque.bytes.push_back(static_cast<std::uint8_t>((sum + kOpaque / 2) / kOpaque));
        }
    }
    return opaque;
}

ByteImage to_grey(const ByteImage& image) {
    ByteImage grey{image.height, image.width, 1, {}};
    grey.bytes.reserve(static_cast<std::size_t>(image.height * image.width));
    for (std::size_t pixel = 0; pixel < image.bytes.size(); pixel += 3) {
        grey.bytes.push_back(brightness(&image.bytes[pixel]));
    }
    return grey;
}

ByteImage to_rgb(const ByteImage& grey) {
    ByteImage image{grey.height, grey.width, 3, {}};
    image.bytes.reserve(3 * grey.bytes.size());
    for (const std::uint8_t byte : grey.bytes) {
        image.bytes.insert(image.bytes.end(), 3, byte);
    }
    return image;
}

ByteImage in_colour(const ByteImage& image, ImageColour colour) {
    if (colour == ImageColour::kGrey && image.channels == 3) {
        return to_grey(image);
    }
    if (colour == ImageColour::kRgb && image.channels == 1) {
        return to_rgb(image);
    }
    return image;
}

}  // namespace

Tensor read_image(const std::filesystem::path& path, const ReadImageOptions& options) {
    return to_tensor(read_byte_image(path, options));
}

ByteImage read_byte_image(const std::filesystem::path& path, const ReadImageOptions& options) {
    check_options(options);
    return decode_image(path.string(), read_file(path), options);
}

ByteImage decode_image(const std::string& name, std::span<const std::uint8_t> bytes,
                       const ReadImageOptions& options) {
    check_options(options);
    const CheckedImage checked = check_image(name, bytes);
    const ByteImage stored = decode_checked_image(name, bytes, checked);
    const auto background = static_cast<int>(std::lround(options.background * kOpaque));
    ByteImage image = in_colour(without_alpha(stored, background), options.colour);
    // Turned last: a small picture is turned faster.
    if (options.height != 0) {
        const bool lies = checked.orientation >= 5;  // it will be as high as it is wide now
        image = resize_image(image, lies ? options.width : options.height,
                             lies ? options.height : options.width, options.resize);
    }
    return turn_image(image, checked.orientation);
}

}  // namespace stepgrad
