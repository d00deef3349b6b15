#include "tests/support/idx_bytes.h"

#include "tests/support/checksums.h"

#include <algorithm>

namespace stepgrad::testing {
namespace {

constexpr std::size_t kLargestBlock = 65535;

std::string little_endian(std::uint32_t number, int byte_count) {
    std::string bytes;
    for (int i = 0; i < byte_count; ++i) {
        bytes += static_cast<char>(number >> (8 * i) & 0xff);
    }
    return bytes;
}

std::string stored_blocks(const std::string& content, bool is_complete) {
    std::string blocks;
    std::size_t first = 0;
    do {
        const std::string part = content.substr(first, kLargestBlock);
        first += part.size();
        const auto size = static_cast<std::uint32_t>(part.size());
        blocks += static_cast<char>(is_complete && first == content.size() ? 1 : 0);
        blocks += little_endian(size, 2) + little_endian(~size, 2) + part;
    } while (first < content.size());
    return blocks;
}

std::string gzip_header() {
    return std::string("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
}

}  // namespace

std::string idx_header(const std::vector<std::uint32_t>& extents) {
    std::string header("\0\0\x08", 3);
    header += static_cast<char>(extents.size());
    for (const std::uint32_t extent : extents) {
        std::string bytes = little_endian(extent, 4);
        std::reverse(bytes.begin(), bytes.end());
        header += bytes;
    }
    return header;
}

std::string idx_file(const std::vector<std::uint32_t>& extents, const std::string& bytes) {
    return idx_header(extents) + bytes;
}

std::string counting_bytes(std::size_t count) {
    std::string bytes;
    for (std::size_t i = 0; i < count; ++i) {
        bytes += static_cast<char>(i % 251);
    }
    return bytes;
}

std::string gzip_file(const std::string& content) {
    return gzip_header() + stored_blocks(content, /*is_complete=*/true) +
           little_endian(crc32_of(content), 4) +
           little_endian(static_cast<std::uint32_t>(content.size()), 4);
}

std::string open_gzip_file(const std::string& content) {
    return gzip_header() + stored_blocks(content, /*is_complete=*/false);
}

}  // namespace stepgrad::testing
