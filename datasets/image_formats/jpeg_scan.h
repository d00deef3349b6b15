#pragma once

#include "datasets/image_formats/byte_reader.h"
#include "datasets/image_formats/jpeg_frame.h"
#include "datasets/image_formats/jpeg_tables.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

// source  ITU-T T.81 (JPEG), 1992
namespace stepgrad {

/// One component of a scan, and the Huffman tables it is coded with.
struct JpegScanComponent {
    std::size_t place = 0;  // in the frame
    std::uint8_t dc_table = 0;
    std::uint8_t ac_table = 0;
};

/// What a scan header says: which coefficients of which components the scan brings, and in a
/// progressive picture which of their bits. Sections B.2.3 and G.1.1.1.
struct JpegScan {
    std::vector<JpegScanComponent> components;
    int first = 0;  // coefficient of each block
    int last = 0;
    int bits_before = 0;  // 0: nothing was brought before
    int bits_left = 0;

    bool has_means() const { return first == 0; }
    bool is_refinement() const { return bits_before > 0; }

    /// Where its components stand in the frame.
    std::vector<std::size_t> places() const;
};

/// Reads and checks a scan header: components of the frame, tables that are there, and an order of
/// scans that can be. Notes in the frame which components have been started.
///
/// throws  DataError that says what is wrong
JpegScan read_jpeg_scan(ByteReader segment, const JpegTables& tables, JpegFrame& frame);

/// The coded data that follow a scan header, up to the next marker that is not for restarting; they
/// are skipped.
///
/// throws  DataError if the file ends before such a marker
std::span<const std::uint8_t> take_jpeg_data(ByteReader& file);

}  // namespace stepgrad
