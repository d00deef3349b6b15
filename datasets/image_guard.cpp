#include "datasets/image_guard.h"

#include "datasets/image_formats/byte_reader.h"
#include "datasets/image_formats/jpeg_guard.h"
#include "datasets/image_formats/png_guard.h"

#include <cstddef>
#include <string_view>

namespace stepgrad {
namespace {

constexpr std::string_view kPngStart = "\x89PNG";
constexpr std::string_view kJpegStart = "\xff\xd8";

// How files start that somebody may take for pictures that can be read.
struct OtherFormat {
    std::string_view name;
    std::size_t position;
    std::string_view start;
};

constexpr OtherFormat kOtherFormats[] = {
    {"GIF", 0, "GIF8"},         {"WebP", 8, "WEBP"},         {"HEIF or AVIF", 4, "ftyp"},
    {"BMP", 0, "BM"},           {"TIFF", 0, "II*"},          {"TIFF", 0, "MM"},
    {"SVG", 0, "<svg"},         {"an XML file", 0, "<?xml"}, {"a web page", 0, "<!DOCTYPE"},
    {"a web page", 0, "<html"}, {"JPEG XL", 0, "\xff\x0a"},
};

}  // namespace

CheckedImage check_image(const std::string& name, std::span<const std::uint8_t> bytes) {
    const ByteReader file("image: " + name, bytes);
    if (static_cast<std::int64_t>(bytes.size()) > kLargestFile) {
        file.fail("has " + std::to_string(bytes.size()) + " bytes, more than the " +
                  std::to_string(kLargestFile) + " that are read");
    }
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (text.starts_with(kPngStart)) {
        return check_png(name, bytes);
    }
    if (text.starts_with(kJpegStart)) {
        return check_jpeg(name, bytes);
    }
    std::string guess;
    for (const OtherFormat& other : kOtherFormats) {
        if (text.size() > other.position && text.substr(other.position).starts_with(other.start)) {
            guess = " (it seems to be " + std::string(other.name) + ")";
            break;
        }
    }
    file.fail("is neither PNG nor JPEG" + guess);
}

}  // namespace stepgrad
