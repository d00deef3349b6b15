#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace stepgrad {

/// The files of one class, sorted by name.
struct ClassListing {
    std::string name;
    std::vector<std::filesystem::path> files;
    std::vector<std::filesystem::path> others;  // neither PNG nor JPEG by their names
};

/// The sub-folders of a folder that are not hidden, sorted by name; links to folders count.
///
/// throws  DataError if it is no folder or cannot be listed
std::vector<std::filesystem::path> list_folders(const std::filesystem::path& folder);

/// True for names that end in .png, .jpg, .jpeg or .jfif, in capitals or not.
bool has_image_name(const std::filesystem::path& path);

/// True if image files lie in the folder itself.
///
/// throws  DataError if it is no folder or cannot be listed
bool has_image_files(const std::filesystem::path& folder);

/// Looks into one sub-folder for each class. A folder within a class counts as a file: reading it
/// will fail and say so.
///
/// throws  DataError if there are fewer than two classes, a class has no images, or a folder cannot
///         be listed
std::vector<ClassListing> list_classes(const std::filesystem::path& folder);

}  // namespace stepgrad
