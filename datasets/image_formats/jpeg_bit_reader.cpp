#include "datasets/image_formats/jpeg_bit_reader.h"

#include "datasets/image_formats/jpeg_markers.h"

namespace stepgrad {
namespace {

constexpr int kBufferSize = 64;  // bits
constexpr int kByte = 8;

}  // namespace

bool JpegBitReader::restart() {
    fill();
    if (count_ >= kByte) {
        return false;
    }
    std::size_t marker = position_;
    while (marker < data_.size() && data_[marker] == kJpegMarkerStart) {
        ++marker;
    }
    if (marker == position_ || marker == data_.size() || !is_jpeg_restart(data_[marker])) {
        return false;
    }
    position_ = marker + 1;
    buffer_ = 0;
    count_ = 0;
    return true;
}

void JpegBitReader::fill() {
    while (count_ <= kBufferSize - kByte && position_ < data_.size()) {
        const std::uint8_t byte = data_[position_];
        std::size_t next = position_ + 1;
        if (byte == kJpegMarkerStart) {
            while (next < data_.size() && data_[next] == kJpegMarkerStart) {
                ++next;
            }
            if (next == data_.size() || data_[next] != 0) {
                return;  // a marker
            }
            ++next;
        }
        buffer_ |= std::uint64_t{byte} << (kBufferSize - kByte - count_);
        count_ += kByte;
        position_ = next;
    }
}

}  // namespace stepgrad
