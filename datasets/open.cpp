#include "datasets/open.h"

#include "autograd/error.h"
#include "datasets/cifar10.h"
#include "datasets/drawn_shapes.h"
#include "datasets/fashion_mnist.h"
#include "datasets/idx_folder.h"
#include "datasets/mnist.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

namespace stepgrad {
namespace {

DataSource open_fashion_mnist() {
    return load_fashion_mnist_or_subset();
}

DataSource open_mnist() {
    return load_mnist();
}

DataSource open_cifar10() {
    return load_cifar10();
}

struct NamedData {
    const char* name;
    DataSource (*open)();
};

// A new data set is a line here.
constexpr std::array kNamedData = {
    NamedData{"fashion-mnist", open_fashion_mnist},
    NamedData{"fashion-mnist-subset", load_fashion_mnist_subset},
    NamedData{"mnist", open_mnist},
    NamedData{"cifar10", open_cifar10},
    NamedData{"shapes", load_drawn_shapes},
};

const NamedData* find_named(const std::string& name) {
    const auto* const found =
        std::find_if(kNamedData.begin(), kNamedData.end(),
                     [&](const NamedData& data) { return name == data.name; });
    return found == kNamedData.end() ? nullptr : found;
}

bool is_folder(const std::string& path) {
    std::error_code ignored;
    return std::filesystem::is_directory(path, ignored);
}

}  // namespace

std::vector<std::string> data_names() {
    std::vector<std::string> names;
    for (const NamedData& data : kNamedData) {
        names.push_back(data.name);
    }
    return names;
}

bool is_image_folder(const std::string& name_or_folder) {
    return find_named(name_or_folder) == nullptr && is_folder(name_or_folder) &&
           !holds_idx_files(name_or_folder) && looks_like_image_folder(name_or_folder);
}

DataSource load_data(const std::string& name_or_folder, const LoadOptions& options) {
    if (const NamedData* const data = find_named(name_or_folder)) {
        return data->open();
    }
    if (is_image_folder(name_or_folder)) {
        return read_image_folder(name_or_folder, name_or_folder, options.image_folder);
    }
    if (holds_some_idx_files(name_or_folder)) {
        return read_idx_folder(name_or_folder, name_or_folder);
    }
    if (is_folder(name_or_folder)) {
        throw DataError("load_data: the folder \"" + name_or_folder +
                        "\" holds neither a sub-folder of pictures for each class nor " +
                        "train-images-idx3-ubyte and its three companions");
    }
    std::string known;
    for (const std::string& name : data_names()) {
        known += name + ", ";
    }
    throw DataError("load_data: there is no data set and no folder \"" + name_or_folder +
                    "\"; possible are " + known +
                    "or a folder with train-images-idx3-ubyte and its three companions, or with a "
                    "sub-folder of pictures for each class");
}

}  // namespace stepgrad
