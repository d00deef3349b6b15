#include "tests/fuzz/fuzz_image.h"

#include "autograd/error.h"
#include "datasets/read_image.h"

#include <cstdlib>
#include <span>

namespace stepgrad::testing {
namespace {

void decode(std::span<const std::uint8_t> bytes, const ReadImageOptions& options) {
    try {
        const ByteImage image = decode_image("fuzz", bytes, options);
        const std::int64_t expected = image.height * image.width * image.channels;
        if (expected == 0 || static_cast<std::int64_t>(image.bytes.size()) != expected) {
            std::abort();
        }
    } catch (const DataError&) {
        // as it should be
    }
}

}  // namespace

void decode_hostile_image(const std::uint8_t* data, std::size_t size) {
    const std::span<const std::uint8_t> bytes(data, size);
    decode(bytes, {});
    // The new size follows the bytes, so that a finding can be repeated.
    const std::uint8_t seed = size == 0 ? 0 : data[size / 2];
    decode(bytes, {.colour = ImageColour::kGrey,
                   .height = 1 + seed % 23,
                   .width = 1 + seed % 19,
                   .resize = {.fit = seed % 2 == 0 ? ImageFit::kStretch : ImageFit::kCrop,
                              .is_linear_light = seed % 3 == 0},
                   .background = 0});
}

}  // namespace stepgrad::testing
