#include "datasets/image_folder.h"

#include "autograd/error.h"
#include "datasets/image_file_dataset.h"
#include "datasets/image_listing.h"
#include "datasets/subset.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>

namespace stepgrad {
namespace {

constexpr std::size_t kNamedFailures = 3;

// A folder with the classes: the whole one, or what is for training, validation or testing.
struct ClassesFolder {
    std::filesystem::path path;  // empty if there is none
    std::size_t first_file = 0;  // in the list of all files
    std::size_t file_count = 0;
};

struct FolderLayout {
    ClassesFolder train;  // the whole folder if nobody has chosen what is for what
    ClassesFolder validation;
    ClassesFolder test;
};

struct FolderContent {
    std::vector<LabelledFile> files;
    std::vector<std::string> class_names;
    std::size_t other_count = 0;  // files that are neither PNG nor JPEG by their names
};

std::string lower_case_name(const std::filesystem::path& path) {
    std::string name = path.filename().string();
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return name;
}

// A folder "train" alone may well hold pictures of trains.
FolderLayout find_layout(const std::filesystem::path& folder) {
    FolderLayout layout;
    for (const std::filesystem::path& path : list_folders(folder)) {
        const std::string name = lower_case_name(path);
        if (name == "train") {
            layout.train.path = path;
        } else if (name == "test") {
            layout.test.path = path;
        } else if (name == "val" || name == "valid" || name == "validation") {
            layout.validation.path = path;
        }
    }
    if (layout.test.path.empty()) {
        std::swap(layout.test, layout.validation);
    }
    if (layout.train.path.empty() || layout.test.path.empty()) {
        return {.train = {.path = folder}, .validation = {}, .test = {}};
    }
    return layout;
}

void append_files(ClassesFolder& folder, FolderContent& content) {
    if (folder.path.empty()) {
        return;
    }
    folder.first_file = content.files.size();
    std::vector<std::string> names;
    for (const ClassListing& listing : list_classes(folder.path)) {
        const auto label = static_cast<std::int32_t>(names.size());
        names.push_back(listing.name);
        for (const std::filesystem::path& file : listing.files) {
            content.files.push_back({file, label});
        }
        content.other_count += listing.others.size();
    }
    folder.file_count = content.files.size() - folder.first_file;
    std::vector<std::string> odd_ones;
    if (!content.class_names.empty()) {
        std::set_symmetric_difference(content.class_names.begin(), content.class_names.end(),
                                      names.begin(), names.end(), std::back_inserter(odd_ones));
    }
    if (!odd_ones.empty()) {
        throw DataError("image folder: " + folder.path.string() +
                        ": must have the classes of the training images, \"" + odd_ones[0] +
                        "\" is only in one of the two");
    }
    content.class_names = std::move(names);
}

void require_every_class(const Dataset& images, const std::filesystem::path& folder) {
    const std::vector<std::string> names = images.class_names();
    std::vector<bool> is_there(names.size());
    for (std::int64_t i = 0; i < images.size(); ++i) {
        is_there[static_cast<std::size_t>(images.label(i))] = true;
    }
    for (std::size_t label = 0; label < names.size(); ++label) {
        if (!is_there[label]) {
            throw DataError("image folder: " + folder.string() + ": no image of class \"" +
                            names[label] + "\" can be read");
        }
    }
}

// The images whose files lie in a folder; null without a folder.
std::shared_ptr<const Dataset> images_in(const std::shared_ptr<const ImageFileDataset>& images,
                                         const ClassesFolder& folder) {
    if (folder.path.empty()) {
        return nullptr;
    }
    std::vector<std::int64_t> indices;
    for (std::int64_t i = 0; i < images->size(); ++i) {
        const auto file = static_cast<std::size_t>(images->readable()[static_cast<std::size_t>(i)]);
        if (file >= folder.first_file && file < folder.first_file + folder.file_count) {
            indices.push_back(i);
        }
    }
    auto part = std::make_shared<const Subset>(images, std::move(indices));
    require_every_class(*part, folder.path);
    return part;
}

// What lies in the folder and is not looked at: pictures outside of the folders of the classes, and
// other folders beside those for training and testing.
std::string note_of_unused(const std::filesystem::path& folder, const FolderLayout& layout) {
    std::string note;
    if (has_image_files(folder)) {
        note += "Pictures left out because they lie beside the folders, not in one. ";
    }
    std::string names;
    for (const std::filesystem::path& path : list_folders(folder)) {
        const bool is_used = layout.test.path.empty() || path == layout.train.path ||
                             path == layout.validation.path || path == layout.test.path;
        if (!is_used) {
            names += (names.empty() ? "" : ", ") + path.filename().string();
        }
    }
    return names.empty() ? note : note + "Folders left out beside train and test: " + names + ". ";
}

std::string note_of(const ImageFileDataset& images, std::size_t other_count,
                    const std::string& unused) {
    std::string note = unused;
    if (other_count > 0) {
        note += "Files left out because they are neither .png nor .jpg: " +
                std::to_string(other_count) + ". ";
    }
    const std::vector<std::string> failures = images.failures();
    if (!failures.empty()) {
        note += "Images left out because they cannot be read: " + std::to_string(failures.size());
        for (std::size_t i = 0; i < failures.size() && i < kNamedFailures; ++i) {
            note += (i == 0 ? " (" : "; ") + failures[i];
        }
        note += failures.size() > kNamedFailures ? "; and so on). " : "). ";
    }
    if (images.cached_count() < images.size()) {
        note += "Images kept in memory: " + std::to_string(images.cached_count()) + " of " +
                std::to_string(images.size()) + "; the others are read in every epoch. ";
    }
    if (!note.empty()) {
        note.pop_back();  // the space behind the last sentence
    }
    return note;
}

// Images for validation and testing, where nobody has chosen them.
void draw_what_is_missing(ClassSplitOptions options, DataSource& source) {
    options.validation_share = source.validation == nullptr ? options.validation_share : 0;
    options.test_share = source.test == nullptr ? options.test_share : 0;
    if (options.validation_share == 0 && options.test_share == 0) {
        return;
    }
    const ClassSplit drawn = split_by_class(source.train, options);
    source.train = drawn.train;
    source.validation = drawn.validation != nullptr ? drawn.validation : source.validation;
    source.test = drawn.test != nullptr ? drawn.test : source.test;
}

}  // namespace

bool looks_like_image_folder(const std::filesystem::path& folder) {
    return !list_folders(folder).empty() || has_image_files(folder);
}

DataSource read_image_folder(const std::string& name, const std::filesystem::path& folder,
                             const ImageFolderOptions& options) {
    FolderLayout layout = find_layout(folder);
    FolderContent content;
    append_files(layout.train, content);
    append_files(layout.validation, content);
    append_files(layout.test, content);
    const auto images = std::make_shared<const ImageFileDataset>(name, content.files,
                                                                 content.class_names, options.load);
    DataSource source;
    source.name = name;
    source.note = note_of(*images, content.other_count, note_of_unused(folder, layout));
    const bool is_chosen = !layout.test.path.empty();
    if (is_chosen) {
        source.train = images_in(images, layout.train);
        source.validation = images_in(images, layout.validation);
        source.test = images_in(images, layout.test);
    } else {
        require_every_class(*images, folder);
        source.train = images;
    }
    draw_what_is_missing(options.split, source);
    return source;
}

}  // namespace stepgrad
