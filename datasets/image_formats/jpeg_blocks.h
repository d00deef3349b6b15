#pragma once

#include "datasets/image_formats/byte_reader.h"
#include "datasets/image_formats/jpeg_frame.h"
#include "datasets/image_formats/jpeg_scan.h"
#include "datasets/image_formats/jpeg_tables.h"

#include <cstdint>
#include <span>

// source  ITU-T T.81 (JPEG), 1992, sections F.2.2 (baseline) and G.1.2 (progressive)
namespace stepgrad {

/// Reads the codes of all blocks of a scan, without making a picture of them: that they are codes of
/// its tables, that none leads beyond the block, and that the data suffice.
///
/// Where data end early stb goes on with zeros and shifts by more bits than a number has.
///
/// input   segment: in whose name to fail
///         restart_interval: units between restart markers; 0: there are none
///         data: what lies between the scan header and the next marker, with restart markers
///         frame: keeps track of the coefficients that progressive scans have brought
/// throws  DataError that says what is wrong at which block
void check_jpeg_blocks(const ByteReader& segment, const JpegTables& tables, const JpegScan& scan,
                       std::int64_t restart_interval, std::span<const std::uint8_t> data,
                       JpegFrame& frame);

}  // namespace stepgrad
