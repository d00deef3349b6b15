#include "datasets/image_listing.h"

#include "autograd/error.h"

#include <algorithm>
#include <array>
#include <set>
#include <system_error>

namespace stepgrad {
namespace {

constexpr std::array kImageEndings = {".png", ".jpg", ".jpeg", ".jfif"};

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& what) {
    throw DataError("image folder: " + path.string() + ": " + what);
}

// In lower case, as far as ASCII goes.
std::string ending_of(const std::filesystem::path& path) {
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return ending;
}

bool is_hidden(const std::filesystem::path& path) {
    return path.filename().string().starts_with('.');
}

bool is_folder(const std::filesystem::path& path) {
    std::error_code ignored;  // what cannot be looked at is no folder; reading it will say why
    return std::filesystem::is_directory(path, ignored);
}

// What is in a folder and not hidden, sorted by the bytes of its name: the same everywhere.
std::vector<std::filesystem::path> list(const std::filesystem::path& folder) {
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) {
        fail(folder, error ? error.message() : "is not a folder");
    }
    std::vector<std::filesystem::path> paths;
    std::filesystem::directory_iterator entries(folder, error);
    while (!error && entries != std::filesystem::directory_iterator()) {
        if (!is_hidden(entries->path())) {
            paths.push_back(entries->path());
        }
        entries.increment(error);
    }
    if (error) {
        fail(folder, "cannot be listed: " + error.message());
    }
    std::sort(paths.begin(), paths.end(),
              [](const std::filesystem::path& a, const std::filesystem::path& b) {
                  return a.filename().native() < b.filename().native();
              });
    return paths;
}

// "; its 3 other files are not read (.heic, .txt)"
std::string describe_others(const std::vector<std::filesystem::path>& others) {
    if (others.empty()) {
        return "";
    }
    std::set<std::string> endings;
    for (const std::filesystem::path& other : others) {
        endings.insert(other.has_extension() ? ending_of(other) : "no ending");
    }
    std::string text;
    for (const std::string& ending : endings) {
        text += (text.empty() ? "" : ", ") + ending;
    }
    return "; its " + std::to_string(others.size()) + " other files are not read (" + text + ")";
}

ClassListing list_class(const std::filesystem::path& folder) {
    ClassListing listing{folder.filename().string(), {}, {}};
    for (const std::filesystem::path& path : list(folder)) {
        (has_image_name(path) || is_folder(path) ? listing.files : listing.others).push_back(path);
    }
    if (listing.files.empty()) {
        fail(folder, "the class has no PNG or JPEG files" + describe_others(listing.others));
    }
    return listing;
}

}  // namespace

std::vector<std::filesystem::path> list_folders(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> folders = list(folder);
    std::erase_if(folders, [](const std::filesystem::path& path) { return !is_folder(path); });
    return folders;
}

bool has_image_name(const std::filesystem::path& path) {
    const std::string ending = ending_of(path);
    return std::find(kImageEndings.begin(), kImageEndings.end(), ending) != kImageEndings.end();
}

bool has_image_files(const std::filesystem::path& folder) {
    const std::vector<std::filesystem::path> paths = list(folder);
    return std::any_of(paths.begin(), paths.end(), has_image_name);
}

std::vector<ClassListing> list_classes(const std::filesystem::path& folder) {
    const std::vector<std::filesystem::path> folders = list_folders(folder);
    if (folders.empty()) {
        fail(folder, "has no sub-folders; each class needs one, called like it, with its images");
    }
    if (folders.size() == 1) {
        fail(folder, "has one class only, \"" + folders[0].filename().string() +
                         "\": there is nothing to tell apart");
    }
    std::vector<ClassListing> classes;
    for (const std::filesystem::path& class_folder : folders) {
        classes.push_back(list_class(class_folder));
    }
    return classes;
}

}  // namespace stepgrad
