#include "datasets/class_split.h"

#include "autograd/error.h"
#include "autograd/random.h"
#include "datasets/random_order.h"
#include "datasets/subset.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace stepgrad {
namespace {

struct Parts {
    std::vector<std::int64_t> train;
    std::vector<std::int64_t> validation;
    std::vector<std::int64_t> test;
};

void check(const std::shared_ptr<const Dataset>& dataset, const ClassSplitOptions& options) {
    if (dataset == nullptr) {
        throw std::invalid_argument(
            "split_by_class: there is no dataset (a null pointer was given)");
    }
    const double validation = options.validation_share;
    const double test = options.test_share;
    if (!(validation >= 0 && test >= 0 && validation + test < 1)) {
        throw std::invalid_argument(
            "split_by_class: the shares of validation and test must be at least 0 and together "
            "below "
            "1, " +
            std::to_string(validation) + " and " + std::to_string(test) + " were given");
    }
}

// round(share * count), at least one, and leaving `others` images for the other parts.
std::int64_t part_size(double share, std::int64_t count, std::int64_t others) {
    if (share == 0) {
        return 0;
    }
    const std::int64_t size = std::llround(share * static_cast<double>(count));
    return std::clamp<std::int64_t>(size, 1, count - others);
}

// Deals the images of one class, which come in random order, to the parts.
void deal(const std::vector<std::int64_t>& images, const ClassSplitOptions& options, Parts& parts) {
    const auto count = static_cast<std::int64_t>(images.size());
    const std::int64_t test_count =
        part_size(options.test_share, count, options.validation_share > 0 ? 2 : 1);
    const std::int64_t validation_count =
        part_size(options.validation_share, count, test_count + 1);
    const auto test_end = images.begin() + test_count;
    const auto validation_end = test_end + validation_count;
    parts.test.insert(parts.test.end(), images.begin(), test_end);
    parts.validation.insert(parts.validation.end(), test_end, validation_end);
    parts.train.insert(parts.train.end(), validation_end, images.end());
}

std::shared_ptr<const Dataset> subset(const std::shared_ptr<const Dataset>& dataset,
                                      std::vector<std::int64_t> indices) {
    if (indices.empty()) {
        return nullptr;
    }
    std::sort(indices.begin(), indices.end());
    return std::make_shared<Subset>(dataset, std::move(indices));
}

}  // namespace

ClassSplit split_by_class(const std::shared_ptr<const Dataset>& dataset,
                          const ClassSplitOptions& options) {
    check(dataset, options);
    const std::vector<std::string> class_names = dataset->class_names();
    std::vector<std::vector<std::int64_t>> by_class(class_names.size());
    for (std::int64_t i = 0; i < dataset->size(); ++i) {
        by_class[static_cast<std::size_t>(dataset->label(i))].push_back(i);
    }
    const std::size_t part_count = 1U + (options.validation_share > 0) + (options.test_share > 0);
    Parts parts;
    for (std::size_t label = 0; label < by_class.size(); ++label) {
        const std::vector<std::int64_t>& images = by_class[label];
        if (images.size() < part_count) {
            throw DataError("split_by_class: " + dataset->name() + ": class \"" +
                            class_names[label] + "\" has " + std::to_string(images.size()) +
                            (images.size() == 1 ? " image" : " images") + ", a split into " +
                            std::to_string(part_count) + " parts needs at least " +
                            std::to_string(part_count));
        }
        std::vector<std::int64_t> shuffled;
        for (const std::int64_t i : random_order(static_cast<std::int64_t>(images.size()),
                                                 mix_seed(options.seed, label))) {
            shuffled.push_back(images[static_cast<std::size_t>(i)]);
        }
        deal(shuffled, options, parts);
    }
    return {subset(dataset, parts.train), subset(dataset, parts.validation),
            subset(dataset, parts.test)};
}

}  // namespace stepgrad
