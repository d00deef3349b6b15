#include "datasets/image_formats/byte_reader.h"

#include "autograd/error.h"

namespace stepgrad {

std::uint32_t ByteReader::big_endian_16() {
    const std::span<const std::uint8_t> digits = take(2);
    return std::uint32_t{digits[0]} << 8 | digits[1];
}

std::uint32_t ByteReader::big_endian_32() {
    const std::uint32_t high = big_endian_16();
    return high << 16 | big_endian_16();
}

std::span<const std::uint8_t> ByteReader::take(std::size_t count) {
    if (count > left()) {
        fail("is cut off: at byte " + std::to_string(position_) + " there should be " +
             std::to_string(count) + " more, there are " + std::to_string(left()));
    }
    const std::span<const std::uint8_t> bytes = bytes_.subspan(position_, count);
    position_ += count;
    return bytes;
}

ByteReader ByteReader::part(const std::string& name, std::size_t count) {
    return {source_ + ": " + name, take(count)};
}

void ByteReader::fail(const std::string& what) const {
    throw DataError(source_ + ": " + what);
}

}  // namespace stepgrad
