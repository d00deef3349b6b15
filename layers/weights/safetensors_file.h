#pragma once

#include "layers/weights/safetensors_header.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

// The file around the header: for those who read safetensors.
namespace stepgrad {

/// A file that is open, its header read but not yet understood.
struct SafetensorsFile {
    std::ifstream stream;
    std::string header;
    std::uint64_t data_size = 0;  // bytes behind the header

    /// Reads the numbers of one tensor.
    ///
    /// to       room for entry.end - entry.begin bytes
    /// returns  false if they cannot be read
    bool read(const TensorEntry& entry, char* to);
};

/// function  whose name errors begin with
/// throws    DataError if the file cannot be opened, or promises a header that it does not hold or
///           that is longer than 100 MB
SafetensorsFile open_safetensors(const char* function, const std::filesystem::path& path);

}  // namespace stepgrad
