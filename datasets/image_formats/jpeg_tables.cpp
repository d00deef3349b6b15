#include "datasets/image_formats/jpeg_tables.h"

#include <cstdint>
#include <span>
#include <string>

namespace stepgrad {
namespace {

constexpr std::size_t kTableCount = 4;
constexpr std::size_t kBlockSize = 64;  // quantisers, one for each coefficient
constexpr std::size_t kLongestCode = 16;
constexpr std::size_t kMostCodes = 256;      // a symbol is a byte
constexpr std::uint8_t kLargestDcSize = 15;  // bits of a difference: table F.1 and section H.1.2.2

void read_huffman_table(ByteReader& segment, JpegTables& tables) {
    const std::uint8_t kind_and_place = segment.byte();
    const std::uint8_t kind = kind_and_place >> 4;  // 0: DC, 1: AC
    const std::size_t place = kind_and_place & 15;
    if (kind > 1 || place >= kTableCount) {
        segment.fail("defines Huffman table " + std::to_string(place) + " of kind " +
                     std::to_string(kind) + ", there are 0 to 3 of kind 0 and 1");
    }
    const std::span<const std::uint8_t> counts = segment.take(kLongestCode);
    std::size_t code_count = 0;
    for (const std::uint8_t count : counts) {
        code_count += count;
    }
    if (code_count > kMostCodes) {
        segment.fail("its Huffman table has " + std::to_string(code_count) +
                     " codes, there are at most " + std::to_string(kMostCodes));
    }
    if (const int length = JpegHuffman::overfull_length(counts); length > 0) {
        segment.fail("its Huffman table is no tree: " +
                     std::to_string(counts[static_cast<std::size_t>(length - 1)]) +
                     " codes of length " + std::to_string(length) + " do not fit");
    }
    const std::span<const std::uint8_t> symbols = segment.take(code_count);
    for (const std::uint8_t symbol : symbols) {
        if (kind == 0 && symbol > kLargestDcSize) {
            segment.fail("its Huffman table has symbol " + std::to_string(symbol) +
                         " for a difference, there are only 0 to " +
                         std::to_string(kLargestDcSize));
        }
    }
    (kind == 0 ? tables.huffman_dc : tables.huffman_ac)[place].emplace(counts, symbols);
}

}  // namespace

void read_quantisation_tables(ByteReader segment, JpegTables& tables) {
    while (segment.left() > 0) {
        const std::uint8_t precision_and_place = segment.byte();
        const std::uint8_t precision = precision_and_place >> 4;  // bytes of a quantiser, less one
        const std::size_t place = precision_and_place & 15;
        if (precision > 1 || place >= kTableCount) {
            segment.fail("defines quantisation table " + std::to_string(place) + " of precision " +
                         std::to_string(precision) + ", there are 0 to 3 of precision 0 and 1");
        }
        segment.take(kBlockSize * (1U + precision));
        tables.has_quantisation[place] = true;
    }
}

void read_huffman_tables(ByteReader segment, JpegTables& tables) {
    while (segment.left() > 0) {
        read_huffman_table(segment, tables);
    }
}

}  // namespace stepgrad
