#include "datasets/image_formats/plain_png.h"

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <string>

namespace stepgrad {
namespace {

constexpr std::size_t kPaletteSize = 3 * 256;
constexpr std::size_t kLargestBlock = 65535;  // RFC 1951, section 3.2.4

void append_big_endian(std::vector<std::uint8_t>& target, std::uint32_t number) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        target.push_back(static_cast<std::uint8_t>(number >> shift));
    }
}

// Length, name, data, CRC: PNG, section 5.3.
void append_chunk(std::vector<std::uint8_t>& png, const std::string& name,
                  std::span<const std::uint8_t> data) {
    append_big_endian(png, static_cast<std::uint32_t>(data.size()));
    const std::size_t start = png.size();
    png.insert(png.end(), name.begin(), name.end());
    png.insert(png.end(), data.begin(), data.end());
    append_big_endian(png, static_cast<std::uint32_t>(crc32_z(0, &png[start], png.size() - start)));
}

std::vector<std::uint8_t> header_bytes(const PngHeader& header) {
    std::vector<std::uint8_t> bytes;
    append_big_endian(bytes, static_cast<std::uint32_t>(header.width));
    append_big_endian(bytes, static_cast<std::uint32_t>(header.height));
    const std::uint8_t only_method = 0;  // of compression and of filtering
    bytes.insert(bytes.end(), {header.bit_depth, header.colour_type, only_method, only_method,
                               static_cast<std::uint8_t>(header.is_interlaced ? 1 : 0)});
    return bytes;
}

// A zlib stream (RFC 1950) of stored blocks: two bytes that say so, for each block whether it is
// the last and its size and the complement of that, and a checksum.
std::size_t stored_size(std::size_t size) {
    const std::size_t block_count = (size + kLargestBlock - 1) / kLargestBlock;
    return 2 + 5 * block_count + size + 4;
}

void append_stored(std::vector<std::uint8_t>& png, std::span<const std::uint8_t> content) {
    png.insert(png.end(), {0x78, 0x01});
    for (std::size_t first = 0; first < content.size(); first += kLargestBlock) {
        const auto block = content.subspan(first, std::min(content.size() - first, kLargestBlock));
        const bool is_last = first + block.size() == content.size();
        const auto low = static_cast<std::uint8_t>(block.size() & 0xff);
        const auto high = static_cast<std::uint8_t>(block.size() >> 8);
        png.insert(png.end(), {static_cast<std::uint8_t>(is_last ? 1 : 0), low, high,
                               static_cast<std::uint8_t>(~low), static_cast<std::uint8_t>(~high)});
        png.insert(png.end(), block.begin(), block.end());
    }
    append_big_endian(png,
                      static_cast<std::uint32_t>(adler32_z(1, content.data(), content.size())));
}

// The chunk IDAT, written in place: the rows may be large.
void append_rows(std::vector<std::uint8_t>& png, std::span<const std::uint8_t> rows) {
    const std::size_t size = stored_size(rows.size());
    png.reserve(png.size() + size + 64);
    append_big_endian(png, static_cast<std::uint32_t>(size));
    const std::size_t start = png.size();
    png.insert(png.end(), {'I', 'D', 'A', 'T'});
    append_stored(png, rows);
    append_big_endian(png, static_cast<std::uint32_t>(crc32_z(0, &png[start], png.size() - start)));
}

}  // namespace

std::vector<std::uint8_t> plain_png(const PngHeader& header, std::span<const std::uint8_t> palette,
                                    std::span<const std::uint8_t> transparency,
                                    std::span<const std::uint8_t> rows) {
    std::vector<std::uint8_t> png(std::begin(kPngSignature), std::end(kPngSignature));
    append_chunk(png, "IHDR", header_bytes(header));
    if (header.colour_type == kPngPalette) {
        std::vector<std::uint8_t> colours(palette.begin(), palette.end());
        colours.resize(kPaletteSize);
        append_chunk(png, "PLTE", colours);
    }
    if (!transparency.empty()) {
        append_chunk(png, "tRNS", transparency);
    }
    append_rows(png, rows);
    append_chunk(png, "IEND", {});
    return png;
}

}  // namespace stepgrad
