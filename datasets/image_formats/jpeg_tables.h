#pragma once

#include "datasets/image_formats/byte_reader.h"
#include "datasets/image_formats/jpeg_huffman.h"

#include <array>
#include <optional>

// source  ITU-T T.81 (JPEG), 1992
namespace stepgrad {

/// The tables that a JPEG file has defined so far: four of each kind.
struct JpegTables {
    std::array<bool, 4> has_quantisation = {};             // what is in them does not matter here
    std::array<std::optional<JpegHuffman>, 4> huffman_dc;  // for the mean of a block
    std::array<std::optional<JpegHuffman>, 4> huffman_ac;  // for what differs from it
};

/// Checks a segment DQT, one or several quantisation tables, and notes what it defines. Section
/// B.2.4.1.
///
/// throws  DataError that says what is wrong
void read_quantisation_tables(ByteReader segment, JpegTables& tables);

/// Reads a segment DHT, one or several Huffman tables, and checks them: the codes are at
/// most 256 and none is the start of another. Sections B.2.4.2 and C.2.
///
/// stb writes the lengths of the codes, however many there are, into a table for 256.
///
/// throws  DataError that says what is wrong
void read_huffman_tables(ByteReader segment, JpegTables& tables);

}  // namespace stepgrad
