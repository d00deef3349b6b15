#include "datasets/image_formats/jpeg_guard.h"

#include "datasets/image_formats/exif.h"
#include "datasets/image_formats/jpeg_blocks.h"
#include "datasets/image_formats/jpeg_frame.h"
#include "datasets/image_formats/jpeg_markers.h"
#include "datasets/image_formats/jpeg_scan.h"
#include "datasets/image_formats/jpeg_tables.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace stepgrad {
namespace {

// Every scan goes over the picture again, and few bytes can ask for it. Progressive pictures have
// about ten.
constexpr int kMostScans = 100;

constexpr std::string_view kExifStart("Exif\0\0", 6);

// "Adobe", version and flags (2 bytes each), and how the colours are to be understood: 0 for RGB or
// CMYK, 1 for YCbCr, 2 for YCCK. T.872, section 6.5.3.
constexpr std::string_view kAdobeStart("Adobe\0", 6);
constexpr std::size_t kAdobeTransform = 11;
constexpr int kNoTransform = -1;
constexpr int kCmyk = 0;
constexpr int kYcck = 2;

// What has been read of a file.
struct JpegState {
    JpegTables tables;
    std::optional<JpegFrame> frame;
    std::int64_t restart_interval = 0;  // units between two restart markers; 0: none
    int scan_count = 0;
    int adobe_transform = kNoTransform;
    int orientation = 1;
};

bool starts_with(std::span<const std::uint8_t> bytes, std::string_view start) {
    return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())
        .starts_with(start);
}

// ff, perhaps several times, and what is not ff: section B.1.1.2.
std::uint8_t read_marker(ByteReader& file) {
    const std::size_t position = file.position();
    if (file.left() == 0) {
        file.fail("is cut off: it ends without the marker EOI");
    }
    std::uint8_t byte = file.byte();
    if (byte != kJpegMarkerStart) {
        file.fail("has no marker at byte " + std::to_string(position) + ": ff is missing");
    }
    while (byte == kJpegMarkerStart) {
        byte = file.byte();
    }
    return byte;
}

// A segment is a length, which counts itself, and content: section B.1.1.4.
ByteReader read_segment(ByteReader& file, std::uint8_t marker) {
    const std::string name =
        jpeg_marker_name(marker) + " at byte " + std::to_string(file.position() - 2);
    const std::size_t length = file.big_endian_16();
    if (length < 2 || length - 2 > file.left()) {
        file.fail(name + " promises " + std::to_string(length) +
                  " bytes with its length, the file has " + std::to_string(file.left() + 2));
    }
    return file.part(name, length - 2);
}

void read_frame(ByteReader segment, std::uint8_t marker, JpegState& state) {
    if (marker != kJpegBaseline && marker != kJpegExtended && marker != kJpegProgressive) {
        segment.fail(
            "is a lossless, hierarchical or arithmetically coded picture; only baseline "
            "and progressive ones can be read");
    }
    if (state.frame) {
        segment.fail("is a second frame");
    }
    state.frame = read_jpeg_frame(segment, marker == kJpegProgressive);
}

void read_scan(ByteReader& file, JpegState& state) {
    ByteReader segment = read_segment(file, kJpegScan);
    if (!state.frame) {
        segment.fail("is a scan before the frame");
    }
    if (++state.scan_count > kMostScans) {
        segment.fail("is scan " + std::to_string(state.scan_count) + ", no more than " +
                     std::to_string(kMostScans) + " are read");
    }
    const JpegScan scan = read_jpeg_scan(segment, state.tables, *state.frame);
    check_jpeg_blocks(segment, state.tables, scan, state.restart_interval, take_jpeg_data(file),
                      *state.frame);
}

void read_application(ByteReader segment, std::uint8_t marker, JpegState& state) {
    const std::span<const std::uint8_t> content = segment.rest();
    if (marker == kJpegExif && starts_with(content, kExifStart)) {
        state.orientation = exif_orientation(content.subspan(kExifStart.size()));
    }
    if (marker == kJpegAdobe && starts_with(content, kAdobeStart) &&
        content.size() > kAdobeTransform) {
        state.adobe_transform = content[kAdobeTransform];
    }
}

void read_part(ByteReader& file, std::uint8_t marker, JpegState& state) {
    if (marker == kJpegScan) {
        read_scan(file, state);
    } else if (marker == kJpegHuffmanTables) {
        read_huffman_tables(read_segment(file, marker), state.tables);
    } else if (marker == kJpegQuantisationTables) {
        read_quantisation_tables(read_segment(file, marker), state.tables);
    } else if (is_jpeg_frame(marker)) {
        read_frame(read_segment(file, marker), marker, state);
    } else if (marker == kJpegRestartInterval) {
        ByteReader segment = read_segment(file, marker);
        state.restart_interval = segment.big_endian_16();
        if (segment.left() != 0) {
            segment.fail("has " + std::to_string(segment.left()) + " bytes too many");
        }
    } else if (is_jpeg_application(marker)) {
        read_application(read_segment(file, marker), marker, state);
    } else {
        file.fail("has " + jpeg_marker_name(marker) + " at byte " +
                  std::to_string(file.position() - 2) + ", which has no place there");
    }
}

void require_whole_picture(const ByteReader& file, const JpegState& state) {
    if (!state.frame) {
        file.fail("has no picture: the frame header is missing");
    }
    for (const JpegComponent& component : state.frame->components) {
        if (!component.has_start) {
            file.fail("has no scan of component " + std::to_string(component.id));
        }
    }
    const bool is_print = state.frame->components.size() == 4;
    if (is_print && state.adobe_transform != kCmyk && state.adobe_transform != kYcck) {
        file.fail("has four components, and no segment APP14 that says which colours they are");
    }
}

}  // namespace

CheckedImage check_jpeg(const std::string& name, std::span<const std::uint8_t> bytes) {
    ByteReader file("jpeg: " + name, bytes);
    if (file.big_endian_16() != (kJpegMarkerStart << 8 | kJpegStart)) {
        file.fail("does not start like a JPEG file");
    }
    JpegState state;
    for (std::uint8_t marker = read_marker(file); marker != kJpegEnd; marker = read_marker(file)) {
        read_part(file, marker, state);
    }
    require_whole_picture(file, state);

    CheckedImage image;
    image.format = ImageFormat::kJpeg;
    image.height = state.frame->height;
    image.width = state.frame->width;
    image.channels = state.frame->components.size() == 1 ? 1 : 3;
    image.orientation = state.orientation;
    image.memory = state.frame->memory();
    return image;
}

}  // namespace stepgrad
