#pragma once

#include "datasets/data_source.h"

#include <filesystem>
#include <string>
#include <vector>

// Fashion-MNIST: 60,000 training and 10,000 test images of clothes, grey, 28x28, ten classes.
// source  Xiao, Rasul, Vollgraf: Fashion-MNIST, arXiv:1708.07747, 2017
namespace stepgrad {

/// "T-shirt/top", "Trouser", ..., "Ankle boot": what the labels 0 to 9 stand for.
std::vector<std::string> fashion_mnist_classes();

/// Where the full set is expected: where the Debian package dataset-fashion-mnist puts it, unless
/// the build was told otherwise.
std::filesystem::path fashion_mnist_folder();

/// The full set from a folder with its four IDX files.
///
/// returns images [28, 28, 1]; name "fashion-mnist"
/// throws  DataError if a file is missing or bad
DataSource load_fashion_mnist(const std::filesystem::path& folder);

/// The embedded subset: the first 200 training and 50 test images of each class.
///
/// It is the folder fashion_mnist_subset of $STEPGRAD_DATA_DIR if there is one, otherwise it is
/// looked for where stepgrad was built and where it was installed.
///
/// returns images [28, 28, 1]; name "fashion-mnist-subset"
/// throws  DataError if a file is missing or bad
DataSource load_fashion_mnist_subset();

/// The full set if all its files are in the folder, otherwise the embedded subset with a note that
/// says so. Files that are there and bad are an error.
///
/// throws  DataError if a file is bad, or if neither is there
DataSource load_fashion_mnist_or_subset(
    const std::filesystem::path& folder = fashion_mnist_folder());

}  // namespace stepgrad
