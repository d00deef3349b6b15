#pragma once

#include "datasets/data_source.h"
#include "datasets/image_folder.h"

#include <string>
#include <vector>

namespace stepgrad {

/// The names that load_data knows, for a lesson's --help.
std::vector<std::string> data_names();

/// True if load_data takes this for a folder of pictures: then the options for those count.
bool is_image_folder(const std::string& name_or_folder);

/// What load_data passes on to the reader it chooses.
struct LoadOptions {
    ImageFolderOptions image_folder = {};  // only for folders of pictures
};

/// Opens a data set by its name, or a folder: one with the four IDX files of datasets/idx_folder.h,
/// whose classes are then called "0", "1", ..., or one of pictures with a sub-folder for each class
/// (datasets/image_folder.h).
///
/// "fashion-mnist" gives the embedded subset, and a note that says so, where the full set is not
/// installed. To open a folder that is called like a data set, write "./fashion-mnist".
///
/// throws  DataError if there is no such name or folder, or if its files are missing or bad
DataSource load_data(const std::string& name_or_folder, const LoadOptions& options = {});

}  // namespace stepgrad
