#include "datasets/mnist.h"

#include "datasets/idx.h"
#include "datasets/idx_folder.h"

namespace stepgrad {

std::vector<std::string> mnist_classes() {
    return numbered_classes(10);
}

DataSource load_mnist(const std::filesystem::path& folder) {
    if (!holds_idx_files(folder)) {
        require_fetched("mnist", folder,
                        {"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                         "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"});
    }
    return read_idx_folder("mnist", folder, mnist_classes());
}

}  // namespace stepgrad
