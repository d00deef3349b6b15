#include "tests/support/cifar10_files.h"

#include "autograd/tensor.h"
#include "datasets/image.h"

#include <fstream>
#include <stdexcept>
#include <vector>

namespace stepgrad::testing {
namespace {

void write_text(const std::filesystem::path& path, const std::string& text) {
    std::ofstream file(path);
    file << text;
    file.close();
    if (!file) {
        throw std::runtime_error(path.string() + " cannot be written");
    }
}

}  // namespace

std::uint8_t cifar10_byte(std::int64_t image, std::int64_t y, std::int64_t x,
                          std::int64_t channel) {
    return static_cast<std::uint8_t>((31 * image + 7 * y + 3 * x + 101 * channel) % 256);
}

void write_cifar10_sheet(const std::filesystem::path& path, std::int64_t first, std::int64_t count,
                         std::int64_t width) {
    std::vector<Scalar> numbers;
    for (std::int64_t image = first; image < first + count; ++image) {
        for (std::int64_t pixel = 0; pixel < width; ++pixel) {
            for (std::int64_t channel = 0; channel < 3; ++channel) {
                numbers.push_back(
                    static_cast<Scalar>(cifar10_byte(image, pixel / 32, pixel % 32, channel)) /
                    255);
            }
        }
    }
    write_png(path, Tensor::from({count, width, 3}, numbers));
}

void write_cifar10(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    write_cifar10_sheet(folder / "data_batch_1.png", 0, 1);
    write_cifar10_sheet(folder / "data_batch_2.png", 1, 2);
    write_cifar10_sheet(folder / "data_batch_3.png", 3, 1);
    write_cifar10_sheet(folder / "data_batch_4.png", 4, 2);
    write_cifar10_sheet(folder / "data_batch_5.png", 6, 3);
    write_cifar10_sheet(folder / "test_batch.png", 20, 2);
    write_text(folder / "train_lables.json", "[0,1,2,3,4,5,6,7,8]");
    write_text(folder / "test_lables.json", "[ 9, 0 ]\n");
}

}  // namespace stepgrad::testing
