#pragma once

#include <cstdint>
#include <string>

// PNG files made by hand, good ones and bad ones.
namespace stepgrad::testing {

std::string png_signature();

/// Length, name, data and the right checksum.
std::string png_chunk(const std::string& name, const std::string& data);

struct PngFields {
    std::uint32_t width = 1;
    std::uint32_t height = 1;
    int bit_depth = 8;
    int colour_type = 0;  // 0 grey, 2 colour, 3 palette, 4 grey and alpha, 6 colour and alpha
    int interlace = 0;
    int compression = 0;
    int filter = 0;
};

std::string png_header(const PngFields& fields);

/// A zlib stream with the right checksum, compressed by zlib.
std::string zlib_stream(const std::string& content);

/// A whole file.
///
/// input   rows: each with its filter byte in front
///         between: chunks that come between IHDR and IDAT
std::string png_file(const PngFields& fields, const std::string& rows,
                     const std::string& between = "");

/// A text as bytes: "00 ff 80".
std::string hex(const std::string& digits);

/// A number as four bytes, the most significant first.
std::string big_endian(std::uint32_t number);

}  // namespace stepgrad::testing
