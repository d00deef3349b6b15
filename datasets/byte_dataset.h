#pragma once

#include "datasets/dataset.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad {

/// Images in memory, one byte per pixel and channel; 0 to 255 becomes [0, 1] when copied.
///
/// Owns the bytes: a quarter of what the numbers would take. Threads may share it.
class ByteDataset final : public Dataset {
public:
    /// input   image_shape: [height, width, channels]
    ///         pixels: the images one after the other, each row by row, channels innermost
    ///         labels: one per image, from 0 to class_names.size() - 1
    /// throws  ShapeError if the shape is no image's or pixels and labels do not fit it
    ///         DataError if a label has no class name
    ByteDataset(std::string name, const Shape& image_shape, std::vector<std::uint8_t> pixels,
                std::vector<std::int32_t> labels, std::vector<std::string> class_names);

    std::string name() const override { return name_; }
    std::int64_t size() const override { return static_cast<std::int64_t>(labels_.size()); }
    Shape image_shape() const override { return image_shape_; }
    std::vector<std::string> class_names() const override { return class_names_; }
    std::int32_t label(std::int64_t index) const override;
    void copy_image(std::int64_t index, Scalar* pixels) const override;

private:
    std::string name_;
    Shape image_shape_;
    std::int64_t image_numel_;  // of one image: height * width * channels
    std::vector<std::uint8_t> pixels_;
    std::vector<std::int32_t> labels_;
    std::vector<std::string> class_names_;
};

}  // namespace stepgrad
