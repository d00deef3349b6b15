#include "datasets/image_formats/stb_codec.h"

#include "autograd/error.h"
#include "datasets/image_formats/stb_memory.h"

// stb's headers hold their own implementation. It is compiled here and nowhere else, private to this
// file, for PNG and JPEG alone and without its own file access. CMakeLists.txt has flags for this
// file: what stb computes from damaged data may overflow.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wcast-qual"
#pragma GCC diagnostic ignored "-Wold-style-cast"
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
#define STBI_MALLOC(size) ::stepgrad::StbMemory::take(size)
#define STBI_REALLOC(block, size) ::stepgrad::StbMemory::resize(block, size)
#define STBI_FREE(block) ::stepgrad::StbMemory::give_back(block)
#define STBI_ASSERT(condition) ((condition) ? void() : ::stepgrad::fail_stb(#condition))
#include <stb_image.h>
#define STB_IMAGE_RESIZE_IMPLEMENTATION
#define STB_IMAGE_RESIZE_STATIC
#define STBIR_MALLOC(size, context) ((void)(context), ::stepgrad::StbMemory::take(size))
#define STBIR_FREE(block, context) ((void)(context), ::stepgrad::StbMemory::give_back(block))
#define STBIR_ASSERT(condition) ((condition) ? void() : ::stepgrad::fail_stb(#condition))
#include <stb_image_resize.h>
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#include <stb_image_write.h>
#pragma GCC diagnostic pop

#include <cstddef>
#include <new>
#include <utility>
#include <vector>

namespace stepgrad {
namespace {

constexpr std::int64_t kMostResizeMemory = std::int64_t{1} << 30;  // stb counts it with an int

struct StbSize {
    int width = 0;
    int height = 0;
    int channels = 0;

    std::size_t numel() const {
        return static_cast<std::size_t>(width) * static_cast<std::size_t>(height) *
               static_cast<std::size_t>(channels);
    }
};

ByteImage image_of(const StbSize& size, std::vector<std::uint8_t> bytes) {
    return {size.height, size.width, size.channels, std::move(bytes)};
}

// byte = round(255 / 65535 number)
std::vector<std::uint8_t> rounded(const stbi_us* numbers, std::size_t count) {
    std::vector<std::uint8_t> bytes(count);
    for (std::size_t i = 0; i < count; ++i) {
        bytes[i] = static_cast<std::uint8_t>((numbers[i] * 255U + 32767U) / 65535U);
    }
    return bytes;
}

ByteImage decode(std::span<const std::uint8_t> file, const CheckedImage& checked) {
    const StbMemory memory(checked.memory);
    StbSize size;
    const auto file_size = static_cast<int>(file.size());
    stbi__g_failure_reason =
        "it does not say why";  // some failures give no reason, not even the last
    if (checked.is_16_bit) {
        const stbi_us* const numbers = stbi_load_16_from_memory(file.data(), file_size, &size.width,
                                                                &size.height, &size.channels, 0);
        if (numbers != nullptr) {
            return image_of(size, rounded(numbers, size.numel()));
        }
    } else {
        const stbi_uc* const bytes = stbi_load_from_memory(file.data(), file_size, &size.width,
                                                           &size.height, &size.channels, 0);
        if (bytes != nullptr) {
            return image_of(size, {bytes, bytes + size.numel()});
        }
    }
    throw StbFailure(stbi_failure_reason());
}

// Catmull-Rom goes through the pixels, and so changes nothing along a side that keeps its length.
stbir_filter filter_for(std::int64_t from, std::int64_t to) {
    return to < from ? STBIR_FILTER_MITCHELL : STBIR_FILTER_CATMULLROM;
}

void append_bytes(void* context, void* data, int size) {
    static_cast<std::string*>(context)->append(static_cast<const char*>(data),
                                               static_cast<std::size_t>(size));
}

}  // namespace

ByteImage decode_checked_image(const std::string& name, std::span<const std::uint8_t> bytes,
                               const CheckedImage& checked) {
    try {
        return decode(checked.rewritten.empty() ? bytes : checked.rewritten, checked);
    } catch (const StbFailure& failure) {
        const std::string format = checked.format == ImageFormat::kPng ? "png: " : "jpeg: ";
        throw DataError(format + name + ": its data are damaged: " + failure.what());
    }
}

std::string encode_png(const ByteImage& image) {
    std::string png;
    const auto width = static_cast<int>(image.width);
    const auto channels = static_cast<int>(image.channels);
    const int is_done =
        stbi_write_png_to_func(append_bytes, &png, width, static_cast<int>(image.height), channels,
                               image.bytes.data(), width * channels);
    if (is_done == 0) {
        throw std::bad_alloc();  // the only reason it has
    }
    return png;
}

ByteImage resize_region(const ByteImage& image, const ImageRegion& region, std::int64_t height,
                        std::int64_t width, bool is_linear_light) {
    ByteImage resized{height, width, image.channels, {}};
    resized.bytes.resize(static_cast<std::size_t>(height * width * image.channels));
    // stb keeps all rows that make one row of a smaller picture, each already as wide as that one.
    const std::int64_t rows = 4 * (region.height / height + 1) + 8;
    const std::string sizes = std::to_string(region.width) + "x" + std::to_string(region.height) +
                              " to " + std::to_string(width) + "x" + std::to_string(height);
    constexpr std::int64_t kFloat = sizeof(float);
    if (rows * width * image.channels * kFloat > kMostResizeMemory / 2) {
        throw DataError("resize: " + sizes + " pixels takes too much memory; do it in two steps");
    }
    try {
        const StbMemory memory(kMostResizeMemory);
        const std::int64_t stride = image.width * image.channels;
        stbir_resize(image.bytes.data() + region.top * stride + region.left * image.channels,
                     static_cast<int>(region.width), static_cast<int>(region.height),
                     static_cast<int>(stride), resized.bytes.data(), static_cast<int>(width),
                     static_cast<int>(height), /*output_stride_in_bytes=*/0, STBIR_TYPE_UINT8,
                     static_cast<int>(image.channels), STBIR_ALPHA_CHANNEL_NONE, /*flags=*/0,
                     STBIR_EDGE_CLAMP, STBIR_EDGE_CLAMP, filter_for(region.width, width),
                     filter_for(region.height, height),
                     is_linear_light ? STBIR_COLORSPACE_SRGB : STBIR_COLORSPACE_LINEAR,
                     /*alloc_context=*/nullptr);
    } catch (const StbFailure& failure) {
        throw DataError("resize: " + sizes + " pixels failed: " + failure.what());
    }
    return resized;
}

}  // namespace stepgrad
