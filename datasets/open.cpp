#include "datasets/open.h"

#include "autograd/error.h"
#include "datasets/cifar10.h"
#include "datasets/drawn_shapes.h"
#include "datasets/fashion_mnist.h"
#include "datasets/idx_folder.h"
#include "datasets/mnist.h"

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

}  // namespace

std::vector<std::string> data_names() {
    std::vector<std::string> names;
    for (const NamedData& data : kNamedData) {
        names.push_back(data.name);
    }
    return names;
}

DataSource load_data(const std::string& name_or_folder, const LoadOptions& options) {
    for (const NamedData& data : kNamedData) {
        if (name_or_folder == data.name) {
            return data.open();
        }
    }
    std::error_code ignored;
    if (std::filesystem::is_directory(name_or_folder, ignored)) {
        if (!holds_idx_files(name_or_folder) && looks_like_image_folder(name_or_folder)) {
            return read_image_folder(name_or_folder, name_or_folder, options.image_folder);
        }
        return read_idx_folder(name_or_folder, name_or_folder);
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
