#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace stepgrad {

/// Reads one sheet of CIFAR-10: a PNG file 1,024 pixels wide, in which each row of pixels is one
/// image of 32x32 pixels, its own rows one behind the other.
///
/// returns the images one after the other, each [32, 32, 3], as ByteDataset takes them
/// throws  DataError if there is no such file, or if it is no such sheet
std::vector<std::uint8_t> read_cifar10_sheet(const std::filesystem::path& path);

}  // namespace stepgrad
