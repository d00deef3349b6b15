#include "datasets/image_formats/png_guard.h"

#include "datasets/image_formats/exif.h"
#include "datasets/image_formats/plain_png.h"
#include "datasets/image_formats/png_header.h"
#include "datasets/image_formats/png_rows.h"

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace stepgrad {
namespace {

constexpr std::uint32_t kLargestLength = 0x7fffffff;  // PNG, section 5.3
constexpr std::size_t kNameSize = 4;
constexpr std::size_t kChecksumSize = 4;
constexpr std::size_t kHeaderSize = 13;
constexpr std::size_t kColourSize = 3;
constexpr std::size_t kMostColours = 256;

struct Chunk {
    std::size_t position = 0;  // in the file
    std::string name;
    std::span<const std::uint8_t> data;

    std::string title() const { return "chunk " + name + " at byte " + std::to_string(position); }
};

// The parts of the file that make the picture.
struct PngParts {
    PngHeader header;
    std::span<const std::uint8_t> palette;
    std::span<const std::uint8_t> transparency;
    std::vector<std::span<const std::uint8_t>> data;
    int orientation = 1;
};

bool is_letter(std::uint8_t byte) {
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

// Length, name, data, CRC of name and data: PNG, section 5.3.
Chunk read_chunk(ByteReader& file) {
    Chunk chunk;
    chunk.position = file.position();
    if (file.left() == 0) {
        file.fail("is cut off: it ends without the chunk IEND");
    }
    const std::uint32_t length = file.big_endian_32();
    const std::span<const std::uint8_t> name = file.take(kNameSize);
    if (!std::all_of(name.begin(), name.end(), is_letter)) {
        file.fail("has no chunk at byte " + std::to_string(chunk.position) +
                  ": a name of four letters is missing");
    }
    chunk.name.assign(name.begin(), name.end());
    if (length > kLargestLength || length + kChecksumSize > file.left()) {
        file.fail("is cut off: " + chunk.title() + " promises " + std::to_string(length) +
                  " bytes and a checksum, there are " + std::to_string(file.left()) + " bytes");
    }
    chunk.data = file.take(length);
    if (file.big_endian_32() != crc32_z(0, name.data(), kNameSize + length)) {
        file.fail("is damaged: the checksum of " + chunk.title() + " is wrong");
    }
    return chunk;
}

// Section 11.2.1 and table 12.
bool is_possible(std::uint8_t colour_type, std::uint8_t bit_depth) {
    switch (colour_type) {
        case kPngGrey:
            return bit_depth == 1 || bit_depth == 2 || bit_depth == 4 || bit_depth == 8 ||
                   bit_depth == 16;
        case kPngPalette:
            return bit_depth == 1 || bit_depth == 2 || bit_depth == 4 || bit_depth == 8;
        case kPngColour:
        case kPngGreyAlpha:
        case kPngColourAlpha:
            return bit_depth == 8 || bit_depth == 16;
        default:
            return false;
    }
}

PngHeader read_header(ByteReader& file) {
    const Chunk chunk = read_chunk(file);
    if (chunk.name != "IHDR" || chunk.data.size() != kHeaderSize) {
        file.fail("must start with the chunk IHDR of " + std::to_string(kHeaderSize) +
                  " bytes, it starts with " + chunk.name + " of " +
                  std::to_string(chunk.data.size()));
    }
    ByteReader reader("", chunk.data);
    PngHeader header;
    header.width = reader.big_endian_32();
    header.height = reader.big_endian_32();
    header.bit_depth = reader.byte();
    header.colour_type = reader.byte();
    const std::uint8_t compression = reader.byte();
    const std::uint8_t filter = reader.byte();
    const std::uint8_t interlace = reader.byte();
    header.is_interlaced = interlace == 1;
    require_extents(file, header.height, header.width);
    if (!is_possible(header.colour_type, header.bit_depth)) {
        file.fail("has colour type " + std::to_string(header.colour_type) + " with " +
                  std::to_string(header.bit_depth) + " bits, which PNG does not know");
    }
    if (compression != 0 || filter != 0 || interlace > 1) {
        file.fail("has compression " + std::to_string(compression) + ", filter method " +
                  std::to_string(filter) + " and interlacing " + std::to_string(interlace) +
                  "; PNG knows 0, 0 and 0 or 1");
    }
    return header;
}

void read_palette(const ByteReader& file, const Chunk& chunk, PngParts& parts) {
    const std::size_t size = chunk.data.size();
    if (!parts.data.empty() || !parts.palette.empty() || !parts.transparency.empty()) {
        file.fail(chunk.title() + " comes too late or twice");
    }
    if (size == 0 || size % kColourSize != 0 || size / kColourSize > kMostColours) {
        file.fail(chunk.title() + " has " + std::to_string(size) +
                  " bytes, a palette has 3 for each of 1 to 256 colours");
    }
    parts.palette = chunk.data;
}

// A palette has the alpha of its first colours here, other pictures the colour that is transparent:
// two bytes for each sample. Section 11.3.1.1.
void read_transparency(const ByteReader& file, const Chunk& chunk, PngParts& parts) {
    const std::uint8_t type = parts.header.colour_type;
    const std::size_t size = chunk.data.size();
    if (!parts.data.empty() || !parts.transparency.empty()) {
        file.fail(chunk.title() + " comes too late or twice");
    }
    if (type == kPngGreyAlpha || type == kPngColourAlpha) {
        file.fail(chunk.title() + " is not allowed beside an alpha channel");
    }
    const bool is_valid = type == kPngPalette
                              ? size > 0 && size <= parts.palette.size() / kColourSize
                              : size == 2 * static_cast<std::size_t>(png_samples(type));
    if (!is_valid) {
        file.fail(chunk.title() + " has " + std::to_string(size) +
                  " bytes, which does not fit the colours");
    }
    parts.transparency = chunk.data;
}

// All chunks from the one after IHDR to IEND.
void read_parts(ByteReader& file, PngParts& parts) {
    std::string last_name = "IHDR";
    for (Chunk chunk = read_chunk(file); chunk.name != "IEND"; chunk = read_chunk(file)) {
        if (chunk.name == "IDAT") {
            if (!parts.data.empty() && last_name != "IDAT") {
                file.fail(chunk.title() + " does not follow the IDAT before it");
            }
            parts.data.push_back(chunk.data);
        } else if (chunk.name == "PLTE") {
            read_palette(file, chunk, parts);
        } else if (chunk.name == "tRNS") {
            read_transparency(file, chunk, parts);
        } else if (chunk.name == "eXIf") {
            parts.orientation = exif_orientation(chunk.data);
        } else if (chunk.name[0] >= 'A' && chunk.name[0] <= 'Z') {
            // Upper case: what comes is needed to understand the picture. Section 5.4.
            file.fail(chunk.title() + " has no place there");
        }
        last_name = chunk.name;
    }
    if (parts.data.empty()) {
        file.fail("has no pixels: the chunk IDAT is missing");
    }
    if (parts.header.colour_type == kPngPalette && parts.palette.empty()) {
        file.fail("has no palette: the chunk PLTE is missing");
    }
}

}  // namespace

CheckedImage check_png(const std::string& name, std::span<const std::uint8_t> bytes) {
    ByteReader file("png: " + name, bytes);
    const std::span<const std::uint8_t> signature = file.take(sizeof(kPngSignature));
    if (!std::equal(signature.begin(), signature.end(), std::begin(kPngSignature))) {
        file.fail("does not start like a PNG file");
    }
    PngParts parts;
    parts.header = read_header(file);
    read_parts(file, parts);
    const std::vector<std::uint8_t> rows = uncompress_png_rows(file, parts.header, parts.data);

    CheckedImage image;
    image.format = ImageFormat::kPng;
    image.height = parts.header.height;
    image.width = parts.header.width;
    image.is_16_bit = parts.header.bit_depth == 16;
    image.orientation = parts.orientation;
    const bool is_palette = parts.header.colour_type == kPngPalette;
    image.channels = (is_palette ? 3 : png_samples(parts.header.colour_type)) +
                     (parts.transparency.empty() ? 0 : 1);
    image.rewritten = plain_png(parts.header, parts.palette, parts.transparency, rows);
    // stb holds the compressed and the uncompressed rows (up to thrice while it makes room), and the
    // picture: of one pass, whole, and in colours.
    const std::int64_t picture = image.height * image.width * 4 * (image.is_16_bit ? 2 : 1);
    image.memory = 5 * static_cast<std::int64_t>(rows.size()) + 3 * picture + (1 << 16);
    return image;
}

}  // namespace stepgrad
