#pragma once

#include <cstdint>
#include <string>
#include <vector>

// IDX and gzip files made by hand, good ones and bad ones.
namespace stepgrad::testing {

/// An IDX header of unsigned bytes: 00 00 08, the number of extents, the extents.
std::string idx_header(const std::vector<std::uint32_t>& extents);

/// An IDX file whose header tells the truth if there are as many bytes as it says.
std::string idx_file(const std::vector<std::uint32_t>& extents, const std::string& bytes);

/// The bytes 0, 1, 2, ... 250, 0, 1, ...
std::string counting_bytes(std::size_t count);

/// A gzip member that stores its content as it is (RFC 1951, section 3.2.4), written without zlib.
std::string gzip_file(const std::string& content);

/// The same without the checksum and length at the end, and with the last block marked as not the
/// last, so that anything may follow.
std::string open_gzip_file(const std::string& content);

}  // namespace stepgrad::testing
