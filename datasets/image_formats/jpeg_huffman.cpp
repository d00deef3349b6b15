#include "datasets/image_formats/jpeg_huffman.h"

#include <cstddef>

namespace stepgrad {
namespace {

constexpr int kLongestCode = 16;

}  // namespace

// Codes of one length follow each other, and the first of the next length follows the last with a 0
// behind it: figure C.2.
JpegHuffman::JpegHuffman(std::span<const std::uint8_t> counts,
                         std::span<const std::uint8_t> symbols)
    : symbols_(symbols.begin(), symbols.end()) {
    std::uint32_t next_code = 0;
    std::int32_t next_place = 0;
    for (int length = 1; length <= kLongestCode; ++length) {
        const auto index = static_cast<std::size_t>(length);
        offsets_[index] = next_place - static_cast<std::int32_t>(next_code);
        next_code += counts[index - 1];
        next_place += counts[index - 1];
        limits_[index] = next_code << (kLongestCode - length);
        next_code <<= 1;
    }
}

JpegHuffman::Code JpegHuffman::find(std::uint32_t next_16_bits) const {
    for (int length = 1; length <= kLongestCode; ++length) {
        const auto index = static_cast<std::size_t>(length);
        if (next_16_bits < limits_[index]) {
            const auto code = static_cast<std::int32_t>(next_16_bits >> (kLongestCode - length));
            return {length, symbols_[static_cast<std::size_t>(code + offsets_[index])]};
        }
    }
    return {};
}

int JpegHuffman::overfull_length(std::span<const std::uint8_t> counts) {
    std::uint32_t next_code = 0;
    for (int length = 1; length <= kLongestCode; ++length) {
        const std::uint32_t count = counts[static_cast<std::size_t>(length - 1)];
        next_code += count;
        if (count > 0 && next_code >= 1U << length) {
            return length;
        }
        next_code <<= 1;
    }
    return 0;
}

}  // namespace stepgrad
