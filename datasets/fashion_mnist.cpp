#include "datasets/fashion_mnist.h"

#include "autograd/error.h"
#include "datasets/idx_folder.h"

#include <cstdlib>
#include <system_error>

// The build says where things are; these are the places if it does not.
#ifndef STEPGRAD_FASHION_MNIST_DIR
#define STEPGRAD_FASHION_MNIST_DIR "/usr/share/datasets/fashion-mnist"
#endif
#ifndef STEPGRAD_SUBSET_DIR
#define STEPGRAD_SUBSET_DIR "datasets/fashion_mnist_subset"
#endif
#ifndef STEPGRAD_INSTALLED_SUBSET_DIR
#define STEPGRAD_INSTALLED_SUBSET_DIR "/usr/local/share/stepgrad/fashion_mnist_subset"
#endif

namespace stepgrad {
namespace {

std::filesystem::path subset_folder() {
    const char* const data_folder = std::getenv("STEPGRAD_DATA_DIR");
    if (data_folder != nullptr && *data_folder != '\0') {
        const std::filesystem::path folder =
            std::filesystem::path(data_folder) / "fashion_mnist_subset";
        std::error_code ignored;
        if (std::filesystem::exists(folder, ignored)) {
            return folder;
        }
    }
    for (const char* const folder : {STEPGRAD_SUBSET_DIR, STEPGRAD_INSTALLED_SUBSET_DIR}) {
        if (holds_idx_files(folder)) {
            return folder;
        }
    }
    throw DataError("fashion_mnist: the embedded subset is neither in " STEPGRAD_SUBSET_DIR
                    " nor in " STEPGRAD_INSTALLED_SUBSET_DIR
                    "; set STEPGRAD_DATA_DIR to the folder that holds fashion_mnist_subset");
}

}  // namespace

std::vector<std::string> fashion_mnist_classes() {
    return {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
            "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};
}

std::filesystem::path fashion_mnist_folder() {
    return STEPGRAD_FASHION_MNIST_DIR;
}

DataSource load_fashion_mnist(const std::filesystem::path& folder) {
    return read_idx_folder("fashion-mnist", folder, fashion_mnist_classes());
}

DataSource load_fashion_mnist_subset() {
    return read_idx_folder("fashion-mnist-subset", subset_folder(), fashion_mnist_classes());
}

DataSource load_fashion_mnist_or_subset(const std::filesystem::path& folder) {
    if (holds_idx_files(folder)) {
        return load_fashion_mnist(folder);
    }
    DataSource source = load_fashion_mnist_subset();
    source.note = "The full Fashion-MNIST is not in " + folder.string() +
                  "; using the embedded subset of " + std::to_string(source.train->size()) +
                  " training and " + std::to_string(source.test->size()) +
                  " test images. Accuracies will be lower. The Debian package "
                  "dataset-fashion-mnist brings the full set.";
    return source;
}

}  // namespace stepgrad
