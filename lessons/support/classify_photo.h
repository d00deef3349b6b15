#pragma once

#include <filesystem>
#include <string>

namespace stepgrad::lessons {

/// What MobileNet v1 with its own top, which knows 1,001 classes of ImageNet, takes a photo for: the
/// five most likely, a line each.
///
/// weights  a .tflite file with its names beside it, in a .txt file of the same name; empty for the
///          one that "datasets/get mobilenet_v1" fetches
/// throws   DataError if a file is missing or cannot be read, or if there are not 1,001 names
std::string classify_text(const std::filesystem::path& weights, const std::string& photo);

}  // namespace stepgrad::lessons
