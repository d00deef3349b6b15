#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

// The JSON header of a safetensors file: text and entries, no files. For safetensors.cpp.
namespace stepgrad {

/// The one entry of a header that is no tensor.
inline constexpr const char* kMetadataName = "__metadata__";

/// Whose file it is.
enum class SafetensorsOrigin { kStepgrad, kAnyProgram };

/// Where the numbers of one tensor lie.
struct TensorEntry {
    std::string name;
    std::string dtype;                  // "F32"
    std::vector<std::int64_t> extents;  // of stepgrad's files up to four
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

/// Reads a header and checks everything it says: that the data fill `data_size` bytes without gap or
/// overlap, and that each tensor takes as many bytes as its shape and type need; of stepgrad's files
/// also the metadata, that all is F32, and that no tensor has more than four extents.
///
/// throws  DataError that names the tensor, without the file
std::map<std::string, TensorEntry> checked_entries(const std::string& header,
                                                   std::uint64_t data_size,
                                                   SafetensorsOrigin origin);

/// An entry of the metadata; empty if there is none, or if it is no text.
///
/// header  one that checked_entries() has read
std::string metadata_text(const std::string& header, const std::string& name);

}  // namespace stepgrad
