#include "tests/support/labels.h"

#include <cstddef>

namespace stepgrad::testing {
namespace {

using Image = std::vector<Scalar>;

std::vector<Image> class_means(const Dataset& dataset) {
    const std::vector<std::int64_t> counts = count_labels(dataset);
    const auto numel = static_cast<std::size_t>(dataset.image_shape().numel());
    std::vector<Image> means(counts.size(), Image(numel, 0));
    Image image(numel);
    for (std::int64_t index = 0; index < dataset.size(); ++index) {
        const auto label = static_cast<std::size_t>(dataset.label(index));
        dataset.copy_image(index, image.data());
        for (std::size_t i = 0; i < numel; ++i) {
            means[label][i] += image[i] / static_cast<Scalar>(counts[label]);
        }
    }
    return means;
}

Scalar squared_distance(const Image& a, const Image& b) {
    Scalar sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
}

}  // namespace

std::vector<std::int64_t> count_labels(const Dataset& dataset) {
    std::vector<std::int64_t> counts(dataset.class_names().size(), 0);
    for (std::int64_t i = 0; i < dataset.size(); ++i) {
        ++counts[static_cast<std::size_t>(dataset.label(i))];
    }
    return counts;
}

double nearest_mean_accuracy(const DataSource& data) {
    const std::vector<Image> means = class_means(*data.train);
    Image image(means[0].size());
    std::int64_t correct = 0;
    for (std::int64_t index = 0; index < data.test->size(); ++index) {
        data.test->copy_image(index, image.data());
        std::size_t nearest = 0;
        for (std::size_t label = 1; label < means.size(); ++label) {
            if (squared_distance(image, means[label]) < squared_distance(image, means[nearest])) {
                nearest = label;
            }
        }
        correct += nearest == static_cast<std::size_t>(data.test->label(index)) ? 1 : 0;
    }
    return static_cast<double>(correct) / static_cast<double>(data.test->size());
}

}  // namespace stepgrad::testing
