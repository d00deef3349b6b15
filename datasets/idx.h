#pragma once

#include "datasets/byte_dataset.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

// IDX, the format of MNIST and its successors: a header of big-endian numbers, then bytes.
//
//     0  0  element type (8: unsigned byte)  number of dimensions
//     the extent of each dimension, 4 bytes
//     the elements, row by row
//
// source  LeCun, Cortes, Burges: The MNIST database of handwritten digits, "FILE FORMATS"
namespace stepgrad {

/// Grey images as an IDX file holds them: bytes without labels.
struct IdxImages {
    std::int64_t count = 0;
    std::int64_t height = 0;
    std::int64_t width = 0;
    std::vector<std::uint8_t> pixels;  // [count, height, width]
};

/// Reads grey images. Plain or gzip, whatever the file is called. What the header promises is
/// compared with what the file holds before memory is taken for it.
///
/// throws  DataError if there is no such file, or it is not what its header says, or it has no
///         images of unsigned bytes
IdxImages read_idx_images(const std::filesystem::path& path);

/// Reads labels in the same way.
///
/// returns one number from 0 to 255 per image
/// throws  DataError if there is no such file, or it is not what its header says, or it has no
///         labels of unsigned bytes
std::vector<std::uint8_t> read_idx_labels(const std::filesystem::path& path);

/// Reads images with their labels.
///
/// input   class_names: what the labels stand for; without any, "0" to the largest label
/// returns images [height, width, 1]
/// throws  DataError for what the two above throw, if there are more or fewer labels than images, or
///         if a label has no class name
std::shared_ptr<const ByteDataset> read_idx_dataset(const std::string& name,
                                                    const std::filesystem::path& image_file,
                                                    const std::filesystem::path& label_file,
                                                    std::vector<std::string> class_names = {});

/// "0", "1", ... for so many classes.
std::vector<std::string> numbered_classes(std::int64_t count);

}  // namespace stepgrad
