#include "datasets/idx_folder.h"

#include "autograd/error.h"
#include "datasets/idx.h"

#include <algorithm>
#include <system_error>

namespace stepgrad {
namespace {

const char* const kImages = "images-idx3-ubyte";
const char* const kLabels = "labels-idx1-ubyte";

bool is_there(const std::filesystem::path& path) {
    std::error_code ignored;  // what cannot be looked at is not there
    return std::filesystem::exists(path, ignored);
}

// The first of the names a file may have; an empty path if none is there.
std::filesystem::path find_file(const std::filesystem::path& folder,
                                const std::vector<std::string>& prefixes,
                                const std::string& content) {
    for (const std::string& prefix : prefixes) {
        for (const char* const suffix : {"", ".gz"}) {
            std::filesystem::path path = folder / (prefix + content + suffix);
            if (is_there(path)) {
                return path;
            }
        }
    }
    return {};
}

struct IdxFiles {
    std::filesystem::path train_images;
    std::filesystem::path train_labels;
    std::filesystem::path test_images;
    std::filesystem::path test_labels;
};

IdxFiles find_files(const std::filesystem::path& folder) {
    const std::vector<std::string> train = {"train-"};
    const std::vector<std::string> test = {"t10k-", "test-"};
    return {find_file(folder, train, kImages), find_file(folder, train, kLabels),
            find_file(folder, test, kImages), find_file(folder, test, kLabels)};
}

// "train-images-idx3-ubyte, t10k-labels-idx1-ubyte"; empty if all are there.
std::string missing_files(const IdxFiles& files) {
    std::string missing;
    const auto note = [&](const std::filesystem::path& path, const std::string& name) {
        if (path.empty()) {
            missing += (missing.empty() ? "" : ", ") + name;
        }
    };
    note(files.train_images, std::string("train-") + kImages);
    note(files.train_labels, std::string("train-") + kLabels);
    note(files.test_images, std::string("t10k-") + kImages);
    note(files.test_labels, std::string("t10k-") + kLabels);
    return missing;
}

}  // namespace

bool holds_idx_files(const std::filesystem::path& folder) {
    return missing_files(find_files(folder)).empty();
}

bool holds_some_idx_files(const std::filesystem::path& folder) {
    const IdxFiles files = find_files(folder);
    return !files.train_images.empty() || !files.train_labels.empty() ||
           !files.test_images.empty() || !files.test_labels.empty();
}

DataSource read_idx_folder(const std::string& name, const std::filesystem::path& folder,
                           std::vector<std::string> class_names) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored)) {
        throw DataError("idx: " + folder.string() + ": " +
                        (is_there(folder) ? "is not a folder" : "there is no such folder"));
    }
    const IdxFiles files = find_files(folder);
    const std::string missing = missing_files(files);
    if (!missing.empty()) {
        throw DataError("idx: " + folder.string() + ": lacks " + missing +
                        " (each may end in .gz, and t10k- may be test-)");
    }
    if (class_names.empty()) {
        const std::vector<std::uint8_t> train_labels = read_idx_labels(files.train_labels);
        const std::vector<std::uint8_t> test_labels = read_idx_labels(files.test_labels);
        class_names =
            numbered_classes(std::max(*std::max_element(train_labels.begin(), train_labels.end()),
                                      *std::max_element(test_labels.begin(), test_labels.end())) +
                             1);
    }
    DataSource source;
    source.name = name;
    source.train =
        read_idx_dataset(name + " train", files.train_images, files.train_labels, class_names);
    source.test =
        read_idx_dataset(name + " test", files.test_images, files.test_labels, class_names);
    if (source.train->image_shape() != source.test->image_shape()) {
        throw DataError("idx: " + folder.string() + ": the training images are " +
                        source.train->image_shape().to_string() + ", the test images " +
                        source.test->image_shape().to_string());
    }
    return source;
}

}  // namespace stepgrad
