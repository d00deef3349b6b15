#include "datasets/image_formats/png_rows.h"

#include <zlib.h>

#include <cstddef>
#include <string>

namespace stepgrad {
namespace {

// Two bits are the least that a repetition takes, 258 bytes the most it stands for: RFC 1951,
// section 3.2.5. So a byte holds no more than 4 * 258.
constexpr std::int64_t kLargestExpansion = 1032;

constexpr std::uint8_t kLastFilter = 4;  // None, Sub, Up, Average, Paeth: PNG, section 9.2

void require_room_for(const ByteReader& reader, const PngHeader& header, std::int64_t promised,
                      const std::vector<std::span<const std::uint8_t>>& data) {
    std::int64_t compressed = 0;
    for (const std::span<const std::uint8_t> part : data) {
        compressed += static_cast<std::int64_t>(part.size());
    }
    if (promised > compressed * kLargestExpansion) {
        reader.fail("header promises " + std::to_string(header.width) + "x" +
                    std::to_string(header.height) + " pixels in " + std::to_string(promised) +
                    " bytes, its " + std::to_string(compressed) +
                    " bytes of compressed data can hold no more than " +
                    std::to_string(compressed * kLargestExpansion));
    }
}

// zlib's stream, ended at the end of the scope.
class Inflater {
public:
    explicit Inflater(const ByteReader& reader) {
        if (inflateInit(&stream_) != Z_OK) {
            reader.fail("zlib cannot start");
        }
    }
    ~Inflater() { inflateEnd(&stream_); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    z_stream& stream() { return stream_; }

private:
    z_stream stream_ = {};
};

// Fills the target and returns how many bytes there were. With room for one byte more than is
// wanted, zlib goes on to the checksum at the end and compares it.
std::size_t uncompress(const ByteReader& reader,
                       const std::vector<std::span<const std::uint8_t>>& data,
                       std::vector<std::uint8_t>& target) {
    Inflater inflater(reader);
    z_stream& stream = inflater.stream();
    stream.next_out = target.data();
    stream.avail_out = static_cast<uInt>(target.size());
    int result = Z_OK;
    for (const std::span<const std::uint8_t> part : data) {
        stream.next_in = const_cast<Bytef*>(part.data());  // zlib does not write there
        stream.avail_in = static_cast<uInt>(part.size());
        result = part.empty() ? Z_OK : inflate(&stream, Z_NO_FLUSH);
        if (result != Z_OK || stream.avail_out == 0) {
            break;
        }
    }
    if (result != Z_OK && result != Z_STREAM_END) {
        reader.fail(std::string("its compressed data are damaged: ") +
                    (stream.msg != nullptr ? stream.msg : zError(result)));
    }
    if (result == Z_OK && stream.avail_out > 0) {
        reader.fail("its compressed data are cut off");
    }
    return target.size() - stream.avail_out;
}

void require_known_filters(const ByteReader& reader, const std::vector<PngPass>& passes,
                           const std::vector<std::uint8_t>& rows) {
    std::size_t position = 0;
    for (const PngPass& pass : passes) {
        for (std::int64_t row = 0; row < pass.row_count; ++row) {
            if (rows[position] > kLastFilter) {
                reader.fail("row " + std::to_string(row) + " has filter " +
                            std::to_string(rows[position]) + ", there are only 0 to " +
                            std::to_string(kLastFilter));
            }
            position += static_cast<std::size_t>(pass.row_size);
        }
    }
}

}  // namespace

std::vector<std::uint8_t> uncompress_png_rows(
    const ByteReader& reader, const PngHeader& header,
    const std::vector<std::span<const std::uint8_t>>& data) {
    const std::vector<PngPass> passes = png_passes(header);
    const std::int64_t promised = size_of(passes);
    require_room_for(reader, header, promised, data);

    std::vector<std::uint8_t> rows(static_cast<std::size_t>(promised) + 1);
    const std::size_t found = uncompress(reader, data, rows);
    if (found < rows.size() - 1) {
        reader.fail("header promises " + std::to_string(header.width) + "x" +
                    std::to_string(header.height) + " pixels in " + std::to_string(promised) +
                    " bytes, its data hold " + std::to_string(found));
    }
    rows.pop_back();  // some writers add bytes: nobody reads them
    require_known_filters(reader, passes, rows);
    return rows;
}

}  // namespace stepgrad
