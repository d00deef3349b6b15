#pragma once

#include <cstdint>
#include <string>

// The checksums of gzip, zlib and PNG files, bit by bit and without zlib.
namespace stepgrad::testing {

/// RFC 1952, section 8.
std::uint32_t crc32_of(const std::string& content);

/// RFC 1950, section 2.2.
std::uint32_t adler32_of(const std::string& content);

}  // namespace stepgrad::testing
