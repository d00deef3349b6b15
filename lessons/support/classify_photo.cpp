#include "lessons/support/classify_photo.h"

#include "autograd/error.h"
#include "autograd/grad_mode.h"
#include "datasets/fetched.h"
#include "layers/models/mobilenet_v1.h"
#include "layers/softmax.h"
#include "layers/weights/load_pretrained.h"
#include "lessons/support/lesson.h"
#include "lessons/support/photo_base.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <numeric>
#include <vector>

namespace stepgrad::lessons {
namespace {

constexpr std::int64_t kClasses = 1001;  // the first one is "background"
constexpr std::int64_t kShown = 5;
constexpr const char* kBase = "mobilenet_v1";
constexpr const char* kFile = "mobilenet_v1_1.0_224";

std::vector<std::string> names_in(const std::filesystem::path& file) {
    std::ifstream lines(file);
    std::vector<std::string> names;
    for (std::string line; std::getline(lines, line);) {
        names.push_back(line);
    }
    if (std::ssize(names) != kClasses) {
        throw DataError("--classify: expected " + std::to_string(kClasses) +
                        " names of classes in " + file.string() + ", found " +
                        std::to_string(names.size()));
    }
    return names;
}

}  // namespace

std::string classify_text(const std::filesystem::path& weights, const std::string& photo) {
    std::filesystem::path file = weights;
    if (file.empty()) {
        file = fetched_folder(kBase) / (std::string(kFile) + ".tflite");
        require_fetched(kBase, fetched_folder(kBase),
                        {std::string(kFile) + ".tflite", std::string(kFile) + ".txt"});
    }
    const std::vector<std::string> names =
        names_in(std::filesystem::path(file).replace_extension(".txt"));
    Sequential model = mobilenet_v1({.class_count = kClasses});
    load_pretrained(model, file);
    model.eval();
    const NoGradGuard no_grad;
    const Variable images(preprocess(read_photo(photo), kMobileNetV1Preprocessing));
    const Tensor probabilities = softmax(model(images)).value();
    std::vector<std::int64_t> order(names.size());
    std::iota(order.begin(), order.end(), 0);
    std::partial_sort(order.begin(), order.begin() + kShown, order.end(),
                      [&](std::int64_t a, std::int64_t b) {
                          return probabilities.data()[a] > probabilities.data()[b];
                      });
    std::string text;
    for (std::int64_t i = 0; i < kShown; ++i) {
        const std::int64_t which = order[static_cast<std::size_t>(i)];
        char number[16];
        std::snprintf(number, sizeof(number), "%6.2f %%  ", 100.0 * probabilities.data()[which]);
        text += number + printable(names[static_cast<std::size_t>(which)]) + "\n";
    }
    return text;
}

}  // namespace stepgrad::lessons
