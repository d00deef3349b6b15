#include "datasets/image_formats/jpeg_markers.h"

namespace stepgrad {
namespace {

constexpr std::uint8_t kFirstRestart = 0xd0;
constexpr std::uint8_t kLastRestart = 0xd7;
constexpr std::uint8_t kFirstApplication = 0xe0;
constexpr std::uint8_t kLastApplication = 0xef;
constexpr std::uint8_t kComment = 0xfe;
constexpr std::uint8_t kLastFrame = 0xcf;

// Among the frames lie three markers that are none.
constexpr std::uint8_t kReserved = 0xc8;
constexpr std::uint8_t kArithmeticTables = 0xcc;

}  // namespace

bool is_jpeg_restart(std::uint8_t marker) {
    return marker >= kFirstRestart && marker <= kLastRestart;
}

bool is_jpeg_frame(std::uint8_t marker) {
    return marker >= kJpegBaseline && marker <= kLastFrame && marker != kJpegHuffmanTables &&
           marker != kReserved && marker != kArithmeticTables;
}

bool is_jpeg_application(std::uint8_t marker) {
    return (marker >= kFirstApplication && marker <= kLastApplication) || marker == kComment;
}

std::string jpeg_marker_name(std::uint8_t marker) {
    if (is_jpeg_frame(marker)) {
        return "SOF" + std::to_string(marker - kJpegBaseline);
    }
    if (is_jpeg_restart(marker)) {
        return "RST" + std::to_string(marker - kFirstRestart);
    }
    if (marker >= kFirstApplication && marker <= kLastApplication) {
        return "APP" + std::to_string(marker - kFirstApplication);
    }
    switch (marker) {
        case kJpegHuffmanTables:
            return "DHT";
        case kArithmeticTables:
            return "DAC";
        case kJpegStart:
            return "SOI";
        case kJpegEnd:
            return "EOI";
        case kJpegScan:
            return "SOS";
        case kJpegQuantisationTables:
            return "DQT";
        case kJpegRestartInterval:
            return "DRI";
        case kComment:
            return "COM";
        default:
            break;
    }
    constexpr char kDigits[] = "0123456789abcdef";
    return std::string("marker ") + kDigits[marker / 16] + kDigits[marker % 16];
}

}  // namespace stepgrad
