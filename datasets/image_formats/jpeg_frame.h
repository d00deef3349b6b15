#pragma once

#include "datasets/image_formats/byte_reader.h"

#include <cstdint>
#include <vector>

// source  ITU-T T.81 (JPEG), 1992
namespace stepgrad {

/// One of the colours of a JPEG picture: grey has one, colour three, print four.
struct JpegComponent {
    std::uint8_t id = 0;
    std::int64_t across = 1;      // blocks in each unit: the sampling factors H
    std::int64_t down = 1;        // and V
    std::uint8_t quantiser = 0;   // which table
    std::int64_t row_blocks = 0;  // blocks of 8x8 pixels that cover the component
    std::int64_t column_blocks = 0;
    bool has_start = false;  // a scan has brought the mean of each block

    // For each block the coefficients that progressive scans have brought and that are not 0, one bit
    // for each; empty before the first such scan.
    std::vector<std::uint64_t> nonzero;
};

/// What a frame header says. Section B.2.2.
struct JpegFrame {
    bool is_progressive = false;
    std::int64_t height = 0;
    std::int64_t width = 0;
    std::int64_t row_units = 0;  // units (MCUs) that cover the picture
    std::int64_t column_units = 0;
    std::vector<JpegComponent> components;

    /// How many units a scan of these components, by their places in the list, has: blocks if it is
    /// one component, otherwise units of all of them. Section A.2.
    std::int64_t unit_count(const std::vector<std::size_t>& places) const;

    /// The most memory that stb takes to decode the frame, in bytes.
    std::int64_t memory() const;
};

/// Reads and checks a frame header: 8 bits, a size that is read, 1, 3 or 4 components whose
/// sampling factors divide the largest.
///
/// throws  DataError that says what is wrong
JpegFrame read_jpeg_frame(ByteReader segment, bool is_progressive);

}  // namespace stepgrad
