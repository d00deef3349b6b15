#include "datasets/image.h"

#include "autograd/error.h"
#include "autograd/output_file.h"
#include "datasets/byte_image.h"
#include "datasets/image_formats/stb_codec.h"

#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace stepgrad {
namespace {

constexpr std::int64_t kLargestExtent = 16384;  // stb multiplies sizes as int

// byte = round(255 x), x cut to [0, 1]
ByteImage picture_of(const char* function, const Tensor& image) {
    const Shape& shape = image.shape();
    const bool is_picture =
        shape.rank() == 2 || (shape.rank() == 3 && (shape[2] == 1 || shape[2] == 3));
    if (!image.has_numbers() || !is_picture || image.numel() == 0 || shape[0] > kLargestExtent ||
        shape[1] > kLargestExtent) {
        throw ShapeError(
            std::string(function) +
            ": needs an image [height, width], [height, width, 1] or [height, width, 3]"
            " of at most " +
            std::to_string(kLargestExtent) + " pixels a side, " + image.to_string(0) +
            " was given");
    }
    ByteImage picture{shape[0], shape[1], shape.rank() == 3 ? shape[2] : 1, {}};
    picture.bytes.reserve(static_cast<std::size_t>(image.numel()));
    for (const Scalar number : image.numbers()) {
        if (std::isnan(number)) {
            throw std::invalid_argument(std::string(function) + ": number " +
                                        std::to_string(picture.bytes.size()) + " of the image " +
                                        shape.to_string() + " is NaN");
        }
        const Scalar cut = number < 0 ? Scalar{0} : number > 1 ? Scalar{1} : number;
        picture.bytes.push_back(static_cast<std::uint8_t>(std::lround(cut * 255)));
    }
    return picture;
}

// The first channel of a pixel.
const std::uint8_t* pixel_at(const ByteImage& picture, std::int64_t y, std::int64_t x) {
    return picture.bytes.data() + (y * picture.width + x) * picture.channels;
}

int brightness_at(const ByteImage& picture, std::int64_t y, std::int64_t x) {
    const std::uint8_t* pixel = pixel_at(picture, y, x);
    return picture.channels == 1 ? pixel[0] : brightness(pixel);
}

std::string draw_in_ascii(const ByteImage& picture) {
    constexpr char kRamp[] = " .:-=+*#%@";
    constexpr int kRampSize = sizeof(kRamp) - 1;
    std::string text;
    for (std::int64_t y = 0; y < picture.height; y += 2) {
        const std::int64_t below = y + 1 < picture.height ? y + 1 : y;
        for (std::int64_t x = 0; x < picture.width; ++x) {
            const int mean = (brightness_at(picture, y, x) + brightness_at(picture, below, x)) / 2;
            text += kRamp[mean * kRampSize / 256];
        }
        text += '\n';
    }
    return text;
}

// The escape sequence that chooses the colour of a pixel: layer 38 is the ink, 48 the background.
// source  ECMA-48, section 8.3.117; the greys are colours 232 to 255 of xterm's 256
std::string colour_sequence(int layer, const ByteImage& picture, std::int64_t y, std::int64_t x) {
    const std::uint8_t* pixel = pixel_at(picture, y, x);
    const std::string start = "\x1b[" + std::to_string(layer);
    if (picture.channels == 1) {
        return start + ";5;" + std::to_string(232 + (pixel[0] * 23 + 127) / 255) + "m";
    }
    return start + ";2;" + std::to_string(pixel[0]) + ";" + std::to_string(pixel[1]) + ";" +
           std::to_string(pixel[2]) + "m";
}

std::string draw_in_colour(const ByteImage& picture) {
    const std::string kUpperHalfBlock = "\u2580";
    const std::string kNoBackground = "\x1b[49m";
    const std::string kPlain = "\x1b[0m";
    std::string text;
    for (std::int64_t y = 0; y < picture.height; y += 2) {
        std::string last_ink;
        std::string last_background;
        for (std::int64_t x = 0; x < picture.width; ++x) {
            // The ink draws the upper pixel, the background is the lower one.
            const std::string ink = colour_sequence(38, picture, y, x);
            const std::string background =
                y + 1 < picture.height ? colour_sequence(48, picture, y + 1, x) : kNoBackground;
            text += (ink == last_ink ? "" : ink);
            text += (background == last_background ? "" : background);
            text += kUpperHalfBlock;
            last_ink = ink;
            last_background = background;
        }
        text += kPlain + "\n";
    }
    return text;
}

}  // namespace

std::string png_bytes(const Tensor& image) {
    return encode_png(picture_of("png_bytes", image));
}

void write_png(const std::filesystem::path& path, const Tensor& image) {
    const std::string png = encode_png(picture_of("write_png", image));
    OutputFile file(path);
    file.stream().write(png.data(), static_cast<std::streamsize>(png.size()));
    if (const std::error_code error = file.finish()) {
        throw DataError("write_png: " + path.string() + ": cannot be written: " + error.message());
    }
}

std::string terminal_picture(const Tensor& image, bool use_colour) {
    const ByteImage picture = picture_of("terminal_picture", image);
    return use_colour ? draw_in_colour(picture) : draw_in_ascii(picture);
}

}  // namespace stepgrad
