#include "tests/support/png_bytes.h"

#include "tests/support/checksums.h"

#include <zlib.h>

#include <sstream>
#include <stdexcept>

namespace stepgrad::testing {

std::string png_signature() {
    return "\x89PNG\r\n\x1a\n";
}

std::string png_chunk(const std::string& name, const std::string& data) {
    return big_endian(static_cast<std::uint32_t>(data.size())) + name + data +
           big_endian(crc32_of(name + data));
}

std::string png_header(const PngFields& fields) {
    std::string data = big_endian(fields.width) + big_endian(fields.height);
    for (const int byte : {fields.bit_depth, fields.colour_type, fields.compression, fields.filter,
                           fields.interlace}) {
        data += static_cast<char>(byte);
    }
    return png_chunk("IHDR", data);
}

std::string zlib_stream(const std::string& content) {
    uLongf size = compressBound(content.size());
    std::string stream(size, '\0');
    if (compress(reinterpret_cast<Bytef*>(stream.data()), &size,
                 reinterpret_cast<const Bytef*>(content.data()), content.size()) != Z_OK) {
        throw std::runtime_error("zlib cannot compress");
    }
    stream.resize(size);
    return stream;
}

std::string png_file(const PngFields& fields, const std::string& rows, const std::string& between) {
    return png_signature() + png_header(fields) + between + png_chunk("IDAT", zlib_stream(rows)) +
           png_chunk("IEND", "");
}

std::string hex(const std::string& digits) {
    std::istringstream stream(digits);
    std::string bytes;
    for (std::string byte; stream >> byte;) {
        bytes += static_cast<char>(std::stoi(byte, nullptr, 16));
    }
    return bytes;
}

std::string big_endian(std::uint32_t number) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes += static_cast<char>(number >> shift & 0xff);
    }
    return bytes;
}

}  // namespace stepgrad::testing
