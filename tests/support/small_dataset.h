#pragma once

#include "datasets/byte_dataset.h"

#include <cstdint>
#include <memory>

namespace stepgrad::testing {

/// `count` images [2, 3, channels] of `class_count` classes in turn. Each byte of image i is i, so
/// that a pixel tells which image it came from.
inline std::shared_ptr<const ByteDataset> small_dataset(std::int64_t count,
                                                        std::int64_t class_count = 3,
                                                        std::int64_t channels = 1) {
    std::vector<std::uint8_t> pixels;
    std::vector<std::int32_t> labels;
    for (std::int64_t i = 0; i < count; ++i) {
        pixels.insert(pixels.end(), static_cast<std::size_t>(6 * channels),
                      static_cast<std::uint8_t>(i));
        labels.push_back(static_cast<std::int32_t>(i % class_count));
    }
    std::vector<std::string> names;
    for (std::int64_t i = 0; i < class_count; ++i) {
        names.push_back("class " + std::to_string(i));
    }
    return std::make_shared<ByteDataset>("small", Shape{2, 3, channels}, pixels, labels, names);
}

}  // namespace stepgrad::testing
