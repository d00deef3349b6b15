#pragma once

#include "datasets/byte_image.h"
#include "datasets/image_guard.h"
#include "tests/support/jpeg_bytes.h"
#include "tests/support/png_bytes.h"

#include <string>
#include <vector>

namespace stepgrad::testing {

/// A whole file of one grey block, any part of which can be replaced.
struct Parts {
    std::string tables = jpeg_quantisers() + jpeg_huffman_tables();
    std::string frame = jpeg_frame({});
    std::string scan = jpeg_scan({});
    std::string data = hex("00");
    std::string end = jpeg_end();

    std::string file() const { return jpeg_start() + tables + frame + scan + data + end; }
};

/// A file with three components that share the scan.
Parts colour_parts();

/// What check_jpeg() says is wrong with a file, without "jpeg: x.jpg: ".
std::string error_of(const std::string& file);
std::string error_of(const Parts& parts);

/// check_jpeg() on a file called x.jpg.
CheckedImage check(const std::string& file);

/// As stb sees it.
ByteImage decode(const std::string& file);

/// The grey in the middle of each block.
std::vector<int> greys_of(const ByteImage& image);

}  // namespace stepgrad::testing
