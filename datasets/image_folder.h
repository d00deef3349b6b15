#pragma once

#include "datasets/class_split.h"
#include "datasets/data_source.h"
#include "datasets/image_loader.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

// A folder of pictures: one sub-folder for each class, called like it.
//
//     photos/cats/one.jpg        photos/train/cats/one.jpg
//     photos/cats/two.png        photos/test/cats/two.png
//     photos/dogs/three.jpg      photos/train/dogs/three.jpg
//                                photos/test/dogs/four.jpg
//
// On the left, images for testing are drawn by a seed; on the right they have been chosen. "val",
// "valid" and "validation" hold images for validation, or for testing where there is no "test".
namespace stepgrad {

/// How images are read and, where the folder does not say, divided.
struct ImageFolderOptions {
    ImageLoadOptions load = {};
    ClassSplitOptions split = {};  // test_share does not count where there is a folder for testing
};

/// True if there are sub-folders or image files: then read_image_folder says what is missing.
bool looks_like_image_folder(const std::filesystem::path& folder);

/// Reads PNG and JPEG files, known by their endings .png, .jpg, .jpeg and .jfif, in capitals or not.
///
/// Labels follow the sorted names of the classes, images the sorted names of their files. Links are
/// followed; what is hidden (".DS_Store") is not looked at. Other files are left out, and the note of
/// the result says how many; so it does for files that could not be read where those are skipped, and
/// for pictures and folders that lie where none is looked for.
///
/// input   name: the name of the result; the dataset is called by it
/// throws  DataError if there are fewer than two classes, a class has no images, a file or folder
///         cannot be read (named with its reason), or the folders for training and testing have
///         other classes
///         std::invalid_argument if the options are impossible
DataSource read_image_folder(const std::string& name, const std::filesystem::path& folder,
                             const ImageFolderOptions& options = {});

}  // namespace stepgrad
