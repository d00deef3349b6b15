#pragma once

#include <cstdint>
#include <string>

// The second byte of a marker; the first is ff.
//
// source  ITU-T T.81 (JPEG), 1992, table B.1
namespace stepgrad {

inline constexpr std::uint8_t kJpegMarkerStart = 0xff;
inline constexpr std::uint8_t kJpegBaseline = 0xc0;     // SOF0
inline constexpr std::uint8_t kJpegExtended = 0xc1;     // SOF1
inline constexpr std::uint8_t kJpegProgressive = 0xc2;  // SOF2
inline constexpr std::uint8_t kJpegHuffmanTables = 0xc4;
inline constexpr std::uint8_t kJpegStart = 0xd8;
inline constexpr std::uint8_t kJpegEnd = 0xd9;
inline constexpr std::uint8_t kJpegScan = 0xda;
inline constexpr std::uint8_t kJpegQuantisationTables = 0xdb;
inline constexpr std::uint8_t kJpegRestartInterval = 0xdd;
inline constexpr std::uint8_t kJpegExif = 0xe1;   // APP1
inline constexpr std::uint8_t kJpegAdobe = 0xee;  // APP14

/// RST0 to RST7.
bool is_jpeg_restart(std::uint8_t marker);

/// SOF0 to SOF15: baseline, progressive, and what only few can read.
bool is_jpeg_frame(std::uint8_t marker);

/// APP0 to APP15 and comments: nothing that decoding needs, but for Adobe's.
bool is_jpeg_application(std::uint8_t marker);

/// "DHT", "SOF2", "APP1", or "marker f0".
std::string jpeg_marker_name(std::uint8_t marker);

}  // namespace stepgrad
