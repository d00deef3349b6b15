#include "layers/weights/safetensors_file.h"

#include "autograd/error.h"

#include <ios>
#include <system_error>

namespace stepgrad {
namespace {

constexpr std::uint64_t kMaxHeaderSize = 100'000'000;

}  // namespace

bool SafetensorsFile::read(const TensorEntry& entry, char* to) {
    stream.seekg(static_cast<std::streamoff>(sizeof(std::uint64_t) + header.size() + entry.begin));
    stream.read(to, static_cast<std::streamsize>(entry.end - entry.begin));
    return static_cast<bool>(stream);
}

SafetensorsFile open_safetensors(const char* function, const std::filesystem::path& path) {
    const auto fail = [&](const std::string& problem) -> void {
        throw DataError(std::string(function) + ": " + path.string() + ": " + problem);
    };
    std::error_code error;
    const std::uint64_t file_size = std::filesystem::file_size(path, error);
    SafetensorsFile file;
    file.stream.open(path, std::ios::binary);
    if (error || !file.stream) {
        fail("cannot be opened" + (error ? ": " + error.message() : std::string()));
    }
    std::uint64_t header_size = 0;
    if (file_size < sizeof(header_size) ||
        !file.stream.read(reinterpret_cast<char*>(&header_size), sizeof(header_size))) {
        fail("holds " + std::to_string(file_size) +
             " bytes, too few for a safetensors file: it starts with 8 bytes of header length");
    }
    if (header_size > kMaxHeaderSize || header_size > file_size - sizeof(header_size)) {
        fail("promises a header of " + std::to_string(header_size) + " bytes; the file holds " +
             std::to_string(file_size) + " bytes, and a header may have " +
             std::to_string(kMaxHeaderSize));
    }
    file.header.resize(header_size);
    if (!file.stream.read(file.header.data(), static_cast<std::streamsize>(header_size))) {
        fail("cannot be read to its end");
    }
    file.data_size = file_size - sizeof(header_size) - header_size;
    return file;
}

}  // namespace stepgrad
