#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace stepgrad {

/// Reads the coded data of a JPEG scan bit by bit, the most significant first, up to a marker.
///
/// The data byte ff is stored as ff 00. Looks at bytes that someone else owns. One thread at a time.
///
/// source  ITU-T T.81 (JPEG), 1992, section B.1.1.5
class JpegBitReader {
public:
    explicit JpegBitReader(std::span<const std::uint8_t> data) : data_(data) {}

    /// The next 16 bits, with zeros behind the last.
    std::uint32_t next_16() {
        if (count_ < 16) {
            fill();
        }
        return static_cast<std::uint32_t>(buffer_ >> 48);
    }

    /// Skips up to 16 bits; false if there are fewer.
    bool skip(int count) {
        if (count_ < count) {
            fill();
        }
        if (count_ < count) {
            return false;
        }
        buffer_ <<= count;
        count_ -= count;
        return true;
    }

    /// Goes on behind a restart marker; false unless it comes next, but for the rest of a byte.
    bool restart();

private:
    void fill();

    std::span<const std::uint8_t> data_;
    std::size_t position_ = 0;
    std::uint64_t buffer_ = 0;  // the next bits on top
    int count_ = 0;             // how many of them
};

}  // namespace stepgrad
