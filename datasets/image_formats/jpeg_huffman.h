#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace stepgrad {

/// A Huffman code of a JPEG file: symbols of a byte, codes of 1 to 16 bits.
///
/// source  ITU-T T.81 (JPEG), 1992, sections C.2 and F.2.2.3
class JpegHuffman {
public:
    /// One code that was found: how long it is and what it stands for.
    struct Code {
        int length = 0;  // in bits; 0: there is no such code
        std::uint8_t symbol = 0;
    };

    /// input   counts: how many codes of each length from 1 to 16; they must form a tree
    ///         symbols: what the codes stand for, short ones first
    JpegHuffman(std::span<const std::uint8_t> counts, std::span<const std::uint8_t> symbols);

    /// The code that the next 16 bits start with.
    Code find(std::uint32_t next_16_bits) const;

    /// The first length whose codes do not fit into a tree beside the shorter ones; 0 if all fit. A
    /// code of ones alone stays free, so that padding is never a code.
    static int overfull_length(std::span<const std::uint8_t> counts);

private:
    // For each length: the codes are below the limit, both with zeros behind them to 16 bits; and
    // what to add to a code to have the place of its symbol.
    std::array<std::uint32_t, 17> limits_ = {};
    std::array<std::int32_t, 17> offsets_ = {};
    std::vector<std::uint8_t> symbols_;
};

}  // namespace stepgrad
