#pragma once

#include "datasets/data_source.h"
#include "datasets/fetched.h"

#include <filesystem>
#include <string>
#include <vector>

// MNIST: 60,000 training and 10,000 test images of handwritten digits, grey, 28x28, ten classes.
// source  LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition,
//         Proceedings of the IEEE 86, 1998, section III.A
namespace stepgrad {

/// "0", "1", ..., "9".
std::vector<std::string> mnist_classes();

/// The set from a folder with its four IDX files; without a folder, from where datasets/get puts it.
///
/// returns images [28, 28, 1]; name "mnist"
/// throws  DataError if a file is missing or bad
DataSource load_mnist(const std::filesystem::path& folder = fetched_folder("mnist"));

}  // namespace stepgrad
