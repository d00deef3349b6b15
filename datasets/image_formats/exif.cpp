#include "datasets/image_formats/exif.h"

#include <cstddef>

namespace stepgrad {
namespace {

constexpr int kAsStored = 1;
constexpr int kLargestOrientation = 8;
constexpr std::uint32_t kTiffMagic = 42;
constexpr std::uint32_t kOrientationTag = 0x0112;
constexpr std::uint32_t kShortType = 3;  // a number of two bytes
constexpr std::size_t kHeaderSize = 8;
constexpr std::size_t kEntrySize = 12;  // tag (2), type (2), count (4), value (4)

// The numbers of a TIFF block are in the order of the camera's processor.
struct TiffBlock {
    std::span<const std::uint8_t> bytes;
    bool is_little_endian;

    // Needs offset + size <= bytes.size().
    std::uint32_t number(std::size_t offset, std::size_t size) const {
        std::uint32_t number = 0;
        for (std::size_t i = 0; i < size; ++i) {
            const std::size_t position = is_little_endian ? size - 1 - i : i;
            number = number << 8 | bytes[offset + position];
        }
        return number;
    }
};

}  // namespace

int exif_orientation(std::span<const std::uint8_t> exif) {
    // The header: "II" or "MM", 42, where the first directory lies.
    if (exif.size() < kHeaderSize || exif[0] != exif[1] || (exif[0] != 'I' && exif[0] != 'M')) {
        return kAsStored;
    }
    const TiffBlock block{exif, exif[0] == 'I'};
    const std::size_t directory = block.number(4, 4);
    if (block.number(2, 2) != kTiffMagic || directory > exif.size() - 2) {
        return kAsStored;
    }
    // The directory: how many entries, the entries.
    const std::size_t entry_count = block.number(directory, 2);
    for (std::size_t i = 0; i < entry_count; ++i) {
        const std::size_t entry = directory + 2 + i * kEntrySize;
        if (entry + kEntrySize > exif.size()) {
            break;
        }
        if (block.number(entry, 2) == kOrientationTag) {
            const auto value = static_cast<int>(block.number(entry + 8, 2));
            const bool is_valid = block.number(entry + 2, 2) == kShortType &&
                                  block.number(entry + 4, 4) == 1 && value >= kAsStored &&
                                  value <= kLargestOrientation;
            return is_valid ? value : kAsStored;
        }
    }
    return kAsStored;
}

}  // namespace stepgrad
