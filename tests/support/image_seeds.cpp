#include "tests/support/image_seeds.h"

#include "tests/support/jpeg_bytes.h"
#include "tests/support/png_bytes.h"

namespace stepgrad::testing {
namespace {

// Enough rows for 5x5 pixels of any kind, with and without interlacing; each filter is there.
std::string filtered_rows() {
    std::string rows;
    for (int i = 0; i < 300; ++i) {
        rows += static_cast<char>(i % 5);
    }
    return rows;
}

// Three components, the second and third of half the width and height: units of six blocks.
std::string colour_jpeg(int marker) {
    std::string file =
        jpeg_start() + exif_segment(3, /*is_little_endian=*/false) + jpeg_quantisers() +
        jpeg_huffman_tables() +
        jpeg_frame({.marker = marker,
                    .width = 20,
                    .height = 10,
                    .components = {{.id = 1, .across = 2, .down = 2}, {.id = 2}, {.id = 3}}});
    JpegBitWriter bits;
    for (int block = 0; block < 12; ++block) {
        bits.put_difference(20 * (block % 3) - 10);
        if (marker != 0xc2) {
            bits.put(0b01'1'00, 5);  // one coefficient of 1, and no more
        }
    }
    const bool is_progressive = marker == 0xc2;
    file += jpeg_scan({.components = {{.id = 1}, {.id = 2}, {.id = 3}},
                       .last = is_progressive ? 0 : 63}) +
            bits.bytes();
    if (is_progressive) {
        // In the six blocks of the first component: a coefficient of 1, nothing more; then another
        // one behind it, no further bit of the first, nothing more.
        JpegBitWriter coefficients;
        JpegBitWriter refinement;
        for (int block = 0; block < 6; ++block) {
            coefficients.put(0b01'1'00, 5);
            refinement.put(0b01'1'0'00, 6);
        }
        file += jpeg_scan({.first = 1, .last = 63, .bits_left = 1}) + coefficients.bytes() +
                jpeg_scan({.first = 1, .last = 63, .bits_before = 1}) + refinement.bytes();
    }
    return file + jpeg_end();
}

std::string jpeg_with_restarts() {
    JpegBitWriter block;
    block.put_difference(30);
    block.put(0, 2);
    return jpeg_start() + jpeg_segment(0xdd, hex("00 01")) + jpeg_quantisers() +
           jpeg_huffman_tables() + jpeg_frame({.width = 24}) + jpeg_scan({}) + block.bytes() +
           hex("ff d0") + block.bytes() + hex("ff d1") + block.bytes() + jpeg_end();
}

std::string jpeg_for_print(const std::string& transform) {
    JpegFrameFields frame;
    JpegScanFields scan;
    frame.components.clear();
    scan.components.clear();
    JpegBitWriter bits;
    for (int id = 1; id <= 4; ++id) {
        frame.components.push_back({.id = id});
        scan.components.push_back({.id = id});
        bits.put_difference(10 * id);
        bits.put(0, 2);
    }
    return jpeg_start() + jpeg_segment(0xee, std::string("Adobe\0\x64\0\0\0\0", 11) + transform) +
           jpeg_quantisers() + jpeg_huffman_tables() + jpeg_frame(frame) + jpeg_scan(scan) +
           bits.bytes() + jpeg_end();
}

}  // namespace

std::vector<ImageSeed> png_seeds() {
    std::vector<ImageSeed> seeds;
    const std::string palette = png_chunk("PLTE", hex("ff 00 00 00 ff 00 00 00 ff"));
    for (const auto& [type, depths] : std::vector<std::pair<int, std::vector<int>>>{
             {0, {1, 2, 4, 8, 16}}, {2, {8, 16}}, {3, {1, 2, 4, 8}}, {4, {8, 16}}, {6, {8, 16}}}) {
        for (const int depth : depths) {
            for (const int interlace : {0, 1}) {
                const PngFields fields = {.width = 5,
                                          .height = 5,
                                          .bit_depth = depth,
                                          .colour_type = type,
                                          .interlace = interlace};
                seeds.push_back({"type" + std::to_string(type) + "-" + std::to_string(depth) +
                                     "bit" + (interlace == 1 ? "-interlaced" : ""),
                                 png_file(fields, filtered_rows(), type == 3 ? palette : "")});
            }
        }
    }
    seeds.push_back({"transparent-colour",
                     png_file({.width = 5, .height = 5, .colour_type = 2}, filtered_rows(),
                              png_chunk("tRNS", hex("00 01 00 01 00 01")))});
    seeds.push_back({"transparent-palette",
                     png_file({.width = 5, .height = 5, .colour_type = 3}, filtered_rows(),
                              palette + png_chunk("tRNS", hex("80 00")))});
    seeds.push_back({"turned", png_file({.width = 5, .height = 2}, filtered_rows(),
                                        png_chunk("eXIf", exif_block(6, true)))});
    return seeds;
}

std::vector<ImageSeed> jpeg_seeds() {
    return {{"grey", grey_jpeg(2, {10, 250})},
            {"turned", grey_jpeg(1, {10, 250}, exif_segment(6, true))},
            {"progressive", progressive_jpeg(2, {10, 250, 90, 91})},
            {"colour", colour_jpeg(0xc0)},
            {"colour-extended", colour_jpeg(0xc1)},
            {"colour-progressive", colour_jpeg(0xc2)},
            {"restarts", jpeg_with_restarts()},
            {"cmyk", jpeg_for_print(hex("00"))},
            {"ycck", jpeg_for_print(hex("02"))}};
}

}  // namespace stepgrad::testing
