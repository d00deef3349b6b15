#pragma once

#include <cstdint>
#include <vector>

// source  W3C: Portable Network Graphics (PNG) Specification (Third Edition), 2025
namespace stepgrad {

inline constexpr std::uint8_t kPngSignature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

/// What the chunk IHDR says. Section 11.2.1.
struct PngHeader {
    std::int64_t width = 0;
    std::int64_t height = 0;
    std::uint8_t bit_depth = 0;    // of a sample: 1, 2, 4, 8 or 16
    std::uint8_t colour_type = 0;  // one of the five below
    bool is_interlaced = false;
};

inline constexpr std::uint8_t kPngGrey = 0;
inline constexpr std::uint8_t kPngColour = 2;
inline constexpr std::uint8_t kPngPalette = 3;
inline constexpr std::uint8_t kPngGreyAlpha = 4;
inline constexpr std::uint8_t kPngColourAlpha = 6;

/// How many numbers a pixel has in the file: one for a palette, which numbers its colours.
std::int64_t png_samples(std::uint8_t colour_type);

/// Rows that are stored one after the other, each of them a filter byte and then its samples.
struct PngPass {
    std::int64_t row_count;
    std::int64_t row_size;  // in bytes, with the filter byte
};

/// The passes in which a picture is stored: one, or with interlacing up to seven. Section 8.
std::vector<PngPass> png_passes(const PngHeader& header);

/// The bytes of all rows of all passes.
std::int64_t size_of(const std::vector<PngPass>& passes);

}  // namespace stepgrad
