#pragma once

#include <filesystem>
#include <string>
#include <vector>

// Data sets that datasets/get fetches: where they are.
namespace stepgrad {

/// The folder that datasets/get puts a data set in: the one of its name in $STEPGRAD_DATA_DIR if that
/// is set, otherwise in $XDG_CACHE_HOME/stepgrad, otherwise in ~/.cache/stepgrad.
///
/// throws  DataError if none of the three can be told
/// source  XDG Base Directory Specification, version 0.8
std::filesystem::path fetched_folder(const std::string& name);

/// Checks that all files of a fetched data set are there; not what is in them.
///
/// throws  DataError that names those that are missing, the folder, and the command that fetches them
void require_fetched(const std::string& name, const std::filesystem::path& folder,
                     const std::vector<std::string>& files);

}  // namespace stepgrad
