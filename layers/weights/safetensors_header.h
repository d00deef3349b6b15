#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

// The JSON header of a safetensors file: text and entries, no files. For safetensors.cpp.
namespace stepgrad {

/// The one entry of a header that is no tensor.
inline constexpr const char* kMetadataName = "__metadata__";

/// Where the numbers of one tensor lie, all of them F32.
struct TensorEntry {
    std::string name;
    std::vector<std::int64_t> extents;  // up to four
    std::uint64_t begin = 0;            // in bytes behind the header
    std::uint64_t end = 0;
};

/// "[3, 3, 1, 16]"
std::string shape_text(const std::vector<std::int64_t>& extents);

/// The header that describes these entries, in their order, padded with blanks so that the numbers
/// behind it start at a multiple of 8 bytes.
///
/// throws  std::invalid_argument if a name is not UTF-8
std::string header_text(const std::vector<TensorEntry>& entries);

/// Reads a header and checks everything it says: metadata of stepgrad, F32 only, up to four
/// extents, and data that fill `data_size` bytes without gap or overlap.
///
/// throws  DataError that names the tensor, without the file
std::map<std::string, TensorEntry> checked_entries(const std::string& header,
                                                   std::uint64_t data_size);

}  // namespace stepgrad
