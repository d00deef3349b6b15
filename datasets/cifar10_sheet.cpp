#include "datasets/cifar10_sheet.h"

// Private to this file, without its own file access, and for PNG alone.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wconversion"
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#include <stb_image.h>
#pragma GCC diagnostic pop

#include <cstddef>
#include <memory>
#include <string>

#include "datasets/byte_source.h"

namespace stepgrad {
namespace {

constexpr int kWidth = 32 * 32;
constexpr int kChannels = 3;
// The real sheets have 10,000 rows in 23 MB. What is beyond is refused before memory is taken.
constexpr int kMostRows = 10'000;
constexpr std::int64_t kLargestFile = 64'000'000;

struct StbDeleter {
    void operator()(stbi_uc* pixels) const { stbi_image_free(pixels); }
};

std::vector<std::uint8_t> read_file(ByteSource& source) {
    if (source.is_gzip() || source.file_size() > kLargestFile) {
        source.fail("must be a PNG file of at most " + std::to_string(kLargestFile) + " bytes");
    }
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(source.file_size()));
    bytes.resize(source.read(bytes.data(), bytes.size()));
    return bytes;
}

}  // namespace

std::vector<std::uint8_t> read_cifar10_sheet(const std::filesystem::path& path) {
    ByteSource source("cifar10", path);
    const std::vector<std::uint8_t> file = read_file(source);
    const auto size = static_cast<int>(file.size());
    int width = 0;
    int rows = 0;
    int channels = 0;
    if (stbi_info_from_memory(file.data(), size, &width, &rows, &channels) == 0) {
        source.fail("is not a PNG picture");
    }
    if (width != kWidth || rows > kMostRows) {
        source.fail("has " + std::to_string(rows) + " rows of " + std::to_string(width) +
                    " pixels; a sheet has at most " + std::to_string(kMostRows) + " rows of " +
                    std::to_string(kWidth));
    }
    const std::unique_ptr<stbi_uc, StbDeleter> pixels(
        stbi_load_from_memory(file.data(), size, &width, &rows, &channels, kChannels));
    if (pixels == nullptr) {
        source.fail(std::string("the PNG picture is damaged: ") + stbi_failure_reason());
    }
    const std::size_t count = std::size_t{kWidth} * kChannels * static_cast<std::size_t>(rows);
    return {pixels.get(), pixels.get() + count};
}

}  // namespace stepgrad
