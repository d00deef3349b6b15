#pragma once

#include <string>
#include <vector>

#include "datasets/data_source.h"

namespace stepgrad {

/// The names that load_data knows, for a lesson's --help.
std::vector<std::string> data_names();

/// Opens a data set by its name, or a folder with the four IDX files of datasets/idx_folder.h, whose
/// classes are then called "0", "1", ...
///
/// "fashion-mnist" gives the embedded subset, and a note that says so, where the full set is not
/// installed. To open a folder that is called like a data set, write "./fashion-mnist".
///
/// throws  DataError if there is no such name or folder, or if its files are missing or bad
DataSource load_data(const std::string& name_or_folder);

}  // namespace stepgrad
