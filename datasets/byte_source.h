#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

struct z_stream_s;  // zlib's; not everyone who reads a data set needs its header

namespace stepgrad {

/// The bytes of a file from first to last; gzip files, known by their first two bytes, are
/// uncompressed on the way. Never uncompresses more than what is read.
///
/// Owns the open file. One thread at a time.
class ByteSource {
public:
    /// input   reader: who reads, the first word of every message
    /// throws  DataError if there is no such file, if it is empty, a folder or a device, or if it
    ///         cannot be opened
    ByteSource(const std::string& reader, const std::filesystem::path& path);
    ~ByteSource();
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;

    bool is_gzip() const { return stream_ != nullptr; }

    /// Of the file as it is stored: for a gzip file the compressed size.
    std::int64_t file_size() const { return file_size_; }

    /// Reads the next `count` bytes into `target`.
    ///
    /// returns how many there were; fewer than `count` only at the end. For a gzip file, a checksum
    ///         that is right has then been seen
    /// throws  DataError if the file cannot be read, or its gzip data are damaged, cut off or
    ///         followed by something else
    std::size_t read(std::uint8_t* target, std::size_t count);

    /// Throws a DataError: the reader, the file, what is wrong.
    [[noreturn]] void fail(const std::string& what) const;

private:
    std::size_t read_file(std::uint8_t* target, std::size_t count);
    bool refill();
    void finish_member();

    std::string reader_;
    std::filesystem::path path_;
    std::ifstream file_;
    std::int64_t file_size_ = 0;
    std::unique_ptr<z_stream_s> stream_;    // null for a plain file
    std::vector<std::uint8_t> compressed_;  // what the stream has been given and reads from
    bool is_at_end_ = false;                // of the gzip data
};

}  // namespace stepgrad
