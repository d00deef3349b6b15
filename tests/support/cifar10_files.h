#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

// CIFAR-10 in small: sheets of a few rows, made by hand.
namespace stepgrad::testing {

/// The byte of one pixel's channel in the images that write_cifar10_sheet draws. Neighbours differ
/// in every direction, and so do images.
std::uint8_t cifar10_byte(std::int64_t image, std::int64_t y, std::int64_t x, std::int64_t channel);

/// Writes a sheet, a PNG file of `width` x `count` pixels: image i of the sheet is number
/// `first + i`.
void write_cifar10_sheet(const std::filesystem::path& path, std::int64_t first, std::int64_t count,
                         std::int64_t width = 1024);

/// Writes all eight files: training images 0 to 8, of which the sheets hold 1, 2, 1, 2 and 3 and
/// whose label is their number, and test images 20 and 21 with the labels 9 and 0.
void write_cifar10(const std::filesystem::path& folder);

}  // namespace stepgrad::testing
