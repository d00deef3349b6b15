#include "datasets/cifar10_sheet.h"

#include "autograd/error.h"
#include "datasets/read_image.h"

#include <string>
#include <utility>

namespace stepgrad {
namespace {

constexpr std::int64_t kWidth = 32 * 32;
constexpr std::int64_t kMostRows = 10'000;  // the real sheets have as many

}  // namespace

std::vector<std::uint8_t> read_cifar10_sheet(const std::filesystem::path& path) {
    ByteImage sheet = read_byte_image(path);
    if (sheet.width != kWidth || sheet.height > kMostRows) {
        throw DataError("cifar10: " + path.string() + ": has " + std::to_string(sheet.height) +
                        " rows of " + std::to_string(sheet.width) +
                        " pixels; a sheet has at most " + std::to_string(kMostRows) + " rows of " +
                        std::to_string(kWidth));
    }
    return std::move(sheet.bytes);
}

}  // namespace stepgrad
