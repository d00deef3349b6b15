#include "lessons/support/picture_text.h"

#include "datasets/image.h"
#include "lessons/support/lesson.h"

#include <algorithm>
#include <sstream>

namespace stepgrad::lessons {
namespace {

// So many pixels along either axis become one.
std::int64_t shrink_factor(std::int64_t width, std::int64_t widest) {
    return (width + widest - 1) / widest;
}

// The mean of each block of `factor` times `factor` pixels, of fewer at the right and lower edge.
Tensor shrunken(const Tensor& picture, std::int64_t factor) {
    const std::int64_t height = picture.shape()[0];
    const std::int64_t width = picture.shape()[1];
    const std::int64_t channels = picture.shape()[2];
    const auto blocks = [&](std::int64_t size) {
        return (size + factor - 1) / factor;
    };
    Tensor small = Tensor::zeros({blocks(height), blocks(width), channels});
    for (std::int64_t y = 0; y < height; ++y) {
        for (std::int64_t x = 0; x < width; ++x) {
            const std::int64_t top = y / factor * factor;
            const std::int64_t left = x / factor * factor;
            const std::int64_t share =
                (std::min(top + factor, height) - top) * (std::min(left + factor, width) - left);
            Scalar* pixel =
                small.mutable_data() + (y / factor * blocks(width) + x / factor) * channels;
            for (std::int64_t c = 0; c < channels; ++c) {
                pixel[c] +=
                    picture.data()[(y * width + x) * channels + c] / static_cast<Scalar>(share);
            }
        }
    }
    return small;
}

bool begins_a_character(char byte) {  // in UTF-8, where the others are 10xxxxxx
    return (static_cast<unsigned char>(byte) & 0xc0) != 0x80;
}

}  // namespace

std::vector<std::string> picture_lines(const Tensor& picture, std::int64_t widest,
                                       bool use_colour) {
    const Tensor small = shrunken(picture, shrink_factor(picture.shape()[1], widest));
    std::vector<std::string> lines;
    std::istringstream stream(terminal_picture(small, use_colour));
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

std::int64_t picture_columns(std::int64_t width, std::int64_t widest) {
    const std::int64_t factor = shrink_factor(width, widest);
    return (width + factor - 1) / factor;
}

std::int64_t character_count(const std::string& text) {
    return std::count_if(text.begin(), text.end(), begins_a_character);
}

std::string fitted(const std::string& text, std::int64_t width) {
    std::string result;
    std::int64_t used = 0;
    for (const char byte : printable(text)) {
        used += begins_a_character(byte) ? 1 : 0;
        if (used > width) {
            break;
        }
        result += byte == '\n' ? '?' : byte;
    }
    return result + spaces(width - used);
}

std::string spaces(std::int64_t count) {
    return std::string(static_cast<std::size_t>(std::max<std::int64_t>(count, 0)), ' ');
}

}  // namespace stepgrad::lessons
