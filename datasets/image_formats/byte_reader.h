#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace stepgrad {

/// Reads bytes in memory from first to last, and never beyond: for formats that are not trusted.
///
/// Looks at bytes that someone else owns. One thread at a time.
class ByteReader {
public:
    /// input   source: whose bytes they are, the start of every message: "png: photo.png"
    ByteReader(std::string source, std::span<const std::uint8_t> bytes)
        : source_(std::move(source)), bytes_(bytes) {}

    std::size_t position() const { return position_; }
    std::size_t left() const { return bytes_.size() - position_; }

    /// What has not been read yet.
    std::span<const std::uint8_t> rest() const { return bytes_.subspan(position_); }

    /// The next byte, or the next numbers, the most significant byte first.
    ///
    /// throws  DataError if the bytes end before
    std::uint8_t byte() { return take(1)[0]; }
    std::uint32_t big_endian_16();
    std::uint32_t big_endian_32();

    /// The next `count` bytes.
    ///
    /// throws  DataError if there are fewer
    std::span<const std::uint8_t> take(std::size_t count);

    /// A reader of the next `count` bytes alone, which this one skips.
    ///
    /// input   name: what they are, for messages
    /// throws  DataError if there are fewer
    ByteReader part(const std::string& name, std::size_t count);

    /// Throws a DataError: the source, what is wrong.
    [[noreturn]] void fail(const std::string& what) const;

private:
    std::string source_;
    std::span<const std::uint8_t> bytes_;
    std::size_t position_ = 0;
};

}  // namespace stepgrad
