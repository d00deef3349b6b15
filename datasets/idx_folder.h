#pragma once

#include "datasets/data_source.h"

#include <filesystem>
#include <string>
#include <vector>

// A folder with a training and a test set in the four files that MNIST and its successors come in:
//
//     train-images-idx3-ubyte  train-labels-idx1-ubyte
//     t10k-images-idx3-ubyte   t10k-labels-idx1-ubyte
//
// each of them plain or with .gz at the end (the plain one is taken if there are both), and "t10k-"
// may also be "test-".
namespace stepgrad {

/// True if all four files are there.
bool holds_idx_files(const std::filesystem::path& folder);

/// True if at least one of them is: then read_idx_folder says which are missing.
bool holds_some_idx_files(const std::filesystem::path& folder);

/// Reads the four files.
///
/// input   name: the name of the result; the datasets are called by it and "train" or "test"
///         class_names: what the labels stand for; without any, "0" to the largest label
/// throws  DataError if a file is missing or bad, or if training and test images differ in size
DataSource read_idx_folder(const std::string& name, const std::filesystem::path& folder,
                           std::vector<std::string> class_names = {});

}  // namespace stepgrad
