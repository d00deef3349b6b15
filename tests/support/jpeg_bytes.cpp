#include "tests/support/jpeg_bytes.h"

#include <algorithm>

namespace stepgrad::testing {
namespace {

std::string byte(int number) {
    return std::string(1, static_cast<char>(number));
}

std::string two_bytes(int number) {
    return byte(number >> 8) + byte(number & 0xff);
}

std::string number_of(std::uint32_t number, int byte_count, bool is_little_endian) {
    std::string bytes;
    for (int i = 0; i < byte_count; ++i) {
        bytes += static_cast<char>(number >> (8 * i) & 0xff);
    }
    if (!is_little_endian) {
        std::reverse(bytes.begin(), bytes.end());
    }
    return bytes;
}

int bit_count(int number) {
    int count = 0;
    for (int rest = number < 0 ? -number : number; rest > 0; rest /= 2) {
        ++count;
    }
    return count;
}

}  // namespace

std::string jpeg_segment(int marker, const std::string& content) {
    return byte(0xff) + byte(marker) + two_bytes(static_cast<int>(content.size()) + 2) + content;
}

std::string jpeg_frame(const JpegFrameFields& fields) {
    std::string content = byte(fields.precision) + two_bytes(fields.height) +
                          two_bytes(fields.width) +
                          byte(static_cast<int>(fields.components.size()));
    for (const JpegFrameComponent& component : fields.components) {
        content += byte(component.id) + byte(component.across << 4 | component.down) +
                   byte(component.quantiser);
    }
    return jpeg_segment(fields.marker, content);
}

std::string jpeg_scan(const JpegScanFields& fields) {
    std::string content = byte(static_cast<int>(fields.components.size()));
    for (const JpegScanComponent& component : fields.components) {
        content += byte(component.id) + byte(component.dc_table << 4 | component.ac_table);
    }
    content +=
        byte(fields.first) + byte(fields.last) + byte(fields.bits_before << 4 | fields.bits_left);
    return jpeg_segment(0xda, content);
}

std::string jpeg_quantisers() {
    return jpeg_segment(0xdb, byte(0) + std::string(64, '\x08'));
}

std::string jpeg_huffman(int kind, int place, std::vector<int> counts,
                         const std::vector<int>& symbols) {
    std::string content = byte(kind << 4 | place);
    counts.resize(16);
    for (const int count : counts) {
        content += byte(count);
    }
    for (const int symbol : symbols) {
        content += byte(symbol);
    }
    return jpeg_segment(0xc4, content);
}

std::string jpeg_huffman_tables() {
    return jpeg_huffman(0, 0, {0, 0, 0, 9}, {0, 1, 2, 3, 4, 5, 6, 7, 8}) +
           jpeg_huffman(1, 0, {0, 2}, {0, 1});
}

void JpegBitWriter::put(std::uint32_t bits, int count) {
    for (int i = count - 1; i >= 0; --i) {
        bits_ += (bits >> i & 1) != 0 ? '1' : '0';
    }
}

// T.81, section F.1.2.1: how many bits, and then these bits, one less for a negative number.
void JpegBitWriter::put_difference(int difference) {
    const int count = bit_count(difference);
    put(static_cast<std::uint32_t>(count), 4);
    put(static_cast<std::uint32_t>(difference < 0 ? difference - 1 : difference), count);
}

std::string JpegBitWriter::bytes() const {
    std::string bits = bits_;
    while (bits.size() % 8 != 0) {
        bits += '1';
    }
    std::string bytes;
    for (std::size_t i = 0; i < bits.size(); i += 8) {
        const int number = std::stoi(bits.substr(i, 8), nullptr, 2);
        bytes += byte(number) + (number == 0xff ? byte(0) : "");
    }
    return bytes;
}

std::string jpeg_start() {
    return "\xff\xd8";
}

std::string jpeg_end() {
    return "\xff\xd9";
}

std::string grey_jpeg(int across, const std::vector<int>& greys, const std::string& extra) {
    JpegBitWriter bits;
    int last = 0;
    for (const int grey : greys) {
        bits.put_difference(grey - 128 - last);
        last = grey - 128;
        bits.put(0, 2);
    }
    const int down = static_cast<int>(greys.size()) / across;
    return jpeg_start() + extra + jpeg_quantisers() + jpeg_huffman_tables() +
           jpeg_frame({.width = 8 * across, .height = 8 * down}) + jpeg_scan({}) + bits.bytes() +
           jpeg_end();
}

std::string progressive_jpeg(int across, const std::vector<int>& greys) {
    JpegBitWriter means;
    JpegBitWriter last_bits;
    JpegBitWriter nothing;
    int last = 0;
    for (const int grey : greys) {
        const int mean = grey - 128;
        const int high = mean >> 1;  // rounds down, as the format asks for
        means.put_difference(high - last);
        last = high;
        last_bits.put(static_cast<std::uint32_t>(mean & 1), 1);
        nothing.put(0, 2);
    }
    const int down = static_cast<int>(greys.size()) / across;
    return jpeg_start() + jpeg_quantisers() + jpeg_huffman_tables() +
           jpeg_frame({.marker = 0xc2, .width = 8 * across, .height = 8 * down}) +
           jpeg_scan({.first = 0, .last = 0, .bits_before = 0, .bits_left = 1}) + means.bytes() +
           jpeg_scan({.first = 0, .last = 0, .bits_before = 1, .bits_left = 0}) +
           last_bits.bytes() + jpeg_scan({.first = 1, .last = 63}) + nothing.bytes() + jpeg_end();
}

std::string exif_block(int orientation, bool is_little_endian) {
    const auto entry = [&](std::uint32_t tag, std::uint32_t number) {
        return number_of(tag, 2, is_little_endian) + number_of(3, 2, is_little_endian) +
               number_of(1, 4, is_little_endian) + number_of(number, 2, is_little_endian) +
               std::string(2, '\0');
    };
    return (is_little_endian ? "II" : "MM") + number_of(42, 2, is_little_endian) +
           number_of(8, 4, is_little_endian) + number_of(2, 2, is_little_endian) +
           entry(0x0100, 4000) + entry(0x0112, static_cast<std::uint32_t>(orientation)) +
           number_of(0, 4, is_little_endian);
}

std::string exif_segment(int orientation, bool is_little_endian) {
    return jpeg_segment(0xe1,
                        std::string("Exif\0\0", 6) + exif_block(orientation, is_little_endian));
}

}  // namespace stepgrad::testing
