#include "datasets/image.h"

// stb is a header that holds its own implementation. It is compiled here and nowhere else, private
// to this file, without its own file access.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wconversion"
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#include <stb_image_write.h>
#pragma GCC diagnostic pop

#include <cmath>
#include <cstdint>
#include <new>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "autograd/error.h"
#include "autograd/output_file.h"

namespace stepgrad {
namespace {

constexpr std::int64_t kLargestExtent = 16384;  // stb multiplies sizes as int

struct Picture {
    int height;
    int width;
    int channels;
    std::vector<std::uint8_t> bytes;  // [height, width, channels]

    // The first channel of a pixel.
    const std::uint8_t* at(int y, int x) const {
        return bytes.data() + (std::int64_t{y} * width + x) * channels;
    }
};

// byte = round(255 x), x cut to [0, 1]
Picture picture_of(const char* function, const Tensor& image) {
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
    Picture picture{static_cast<int>(shape[0]),
                    static_cast<int>(shape[1]),
                    shape.rank() == 3 ? static_cast<int>(shape[2]) : 1,
                    {}};
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

void append_bytes(void* context, void* data, int size) {
    static_cast<std::string*>(context)->append(static_cast<const char*>(data),
                                               static_cast<std::size_t>(size));
}

std::string encode_png(const Picture& picture) {
    std::string png;
    const int is_done =
        stbi_write_png_to_func(append_bytes, &png, picture.width, picture.height, picture.channels,
                               picture.bytes.data(), picture.width * picture.channels);
    if (is_done == 0) {
        throw std::bad_alloc();  // the only reason it has
    }
    return png;
}

// 0 to 255; colours weighted as the eye sees them.
// source  ITU-R BT.601, section 2.5.1
int brightness(const Picture& picture, int y, int x) {
    const std::uint8_t* pixel = picture.at(y, x);
    if (picture.channels == 1) {
        return pixel[0];
    }
    return (299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2] + 500) / 1000;
}

std::string draw_in_ascii(const Picture& picture) {
    constexpr char kRamp[] = " .:-=+*#%@";
    constexpr int kRampSize = sizeof(kRamp) - 1;
    std::string text;
    for (int y = 0; y < picture.height; y += 2) {
        const int below = y + 1 < picture.height ? y + 1 : y;
        for (int x = 0; x < picture.width; ++x) {
            const int mean = (brightness(picture, y, x) + brightness(picture, below, x)) / 2;
            text += kRamp[mean * kRampSize / 256];
        }
        text += '\n';
    }
    return text;
}

// The escape sequence that chooses the colour of a pixel: layer 38 is the ink, 48 the background.
// source  ECMA-48, section 8.3.117; the greys are colours 232 to 255 of xterm's 256
std::string colour_sequence(int layer, const Picture& picture, int y, int x) {
    const std::uint8_t* pixel = picture.at(y, x);
    const std::string start = "\x1b[" + std::to_string(layer);
    if (picture.channels == 1) {
        return start + ";5;" + std::to_string(232 + (pixel[0] * 23 + 127) / 255) + "m";
    }
    return start + ";2;" + std::to_string(pixel[0]) + ";" + std::to_string(pixel[1]) + ";" +
           std::to_string(pixel[2]) + "m";
}

std::string draw_in_colour(const Picture& picture) {
    const std::string kUpperHalfBlock = "\u2580";
    const std::string kNoBackground = "\x1b[49m";
    const std::string kPlain = "\x1b[0m";
    std::string text;
    for (int y = 0; y < picture.height; y += 2) {
        std::string last_ink;
        std::string last_background;
        for (int x = 0; x < picture.width; ++x) {
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

void write_png(const std::filesystem::path& path, const Tensor& image) {
    const std::string png = encode_png(picture_of("write_png", image));
    OutputFile file(path);
    file.stream().write(png.data(), static_cast<std::streamsize>(png.size()));
    if (const std::error_code error = file.finish()) {
        throw DataError("write_png: " + path.string() + ": cannot be written: " + error.message());
    }
}

std::string terminal_picture(const Tensor& image, bool use_colour) {
    const Picture picture = picture_of("terminal_picture", image);
    return use_colour ? draw_in_colour(picture) : draw_in_ascii(picture);
}

}  // namespace stepgrad
