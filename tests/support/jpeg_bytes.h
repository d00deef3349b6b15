#pragma once

#include <cstdint>
#include <string>
#include <vector>

// JPEG files made by hand, good ones and bad ones.
namespace stepgrad::testing {

/// ff and the marker, the length, the content.
std::string jpeg_segment(int marker, const std::string& content);

struct JpegFrameComponent {
    int id = 1;
    int across = 1;
    int down = 1;
    int quantiser = 0;
};

struct JpegFrameFields {
    int marker = 0xc0;
    int width = 8;
    int height = 8;
    std::vector<JpegFrameComponent> components = {JpegFrameComponent{}};
    int precision = 8;
};

std::string jpeg_frame(const JpegFrameFields& fields);

struct JpegScanComponent {
    int id = 1;
    int dc_table = 0;
    int ac_table = 0;
};

struct JpegScanFields {
    std::vector<JpegScanComponent> components = {JpegScanComponent{}};
    int first = 0;
    int last = 63;
    int bits_before = 0;
    int bits_left = 0;
};

std::string jpeg_scan(const JpegScanFields& fields);

/// Table 0, all of whose quantisers are 8, so that the mean of a block is its coefficient + 128.
std::string jpeg_quantisers();

/// A Huffman table: how many codes of length 1 to 16, and what they stand for.
std::string jpeg_huffman(int kind, int place, std::vector<int> counts,
                         const std::vector<int>& symbols);

/// Table 0 of both kinds. A difference takes four bits that say how many bits it has, 0 to 8; after
/// it, 00 ends a block.
std::string jpeg_huffman_tables();

/// Bits, the most significant first, filled up with ones, and a 00 behind each ff.
class JpegBitWriter {
public:
    void put(std::uint32_t bits, int count);

    /// The difference of a mean to the one before, with the table above.
    void put_difference(int difference);
    std::string bytes() const;

private:
    std::string bits_;  // of '0' and '1'
};

std::string jpeg_start();
std::string jpeg_end();

/// A grey picture of whole blocks of 8x8 pixels, each of one grey from 0 to 255.
///
/// input   across: how many blocks lie side by side
///         extra: segments behind the start, such as EXIF data
std::string grey_jpeg(int across, const std::vector<int>& greys, const std::string& extra = "");

/// The same as a progressive picture of three scans: the means without their last bits, the last
/// bits, and that nothing differs from the means.
std::string progressive_jpeg(int across, const std::vector<int>& greys);

/// A segment APP1 that says how to turn the picture, after another entry that does not matter.
std::string exif_segment(int orientation, bool is_little_endian);

/// What is in it: a TIFF block.
std::string exif_block(int orientation, bool is_little_endian);

}  // namespace stepgrad::testing
