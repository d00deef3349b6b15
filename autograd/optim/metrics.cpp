#include "autograd/optim/metrics.h"

#include "autograd/error.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <stdexcept>

namespace stepgrad {
namespace {

std::int32_t index_of_first_maximum(const Scalar* logits, std::int64_t count) {
    std::int64_t best = 0;
    for (std::int64_t i = 1; i < count && !std::isnan(logits[best]); ++i) {
        if (logits[i] > logits[best] || std::isnan(logits[i])) {
            best = i;
        }
    }
    return static_cast<std::int32_t>(best);
}

void require_one_label_each(const char* function, std::size_t sample_count,
                            std::size_t label_count) {
    if (sample_count != label_count) {
        throw ShapeError(std::string(function) + ": there must be one label for each sample, " +
                         std::to_string(label_count) + " labels were given for " +
                         std::to_string(sample_count) + " samples");
    }
}

double ratio(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? std::numeric_limits<double>::quiet_NaN()
                      : static_cast<double>(part) / static_cast<double>(whole);
}

std::string right_aligned(const std::string& text, std::size_t width) {
    return std::string(width > text.size() ? width - text.size() : 0, ' ') + text;
}

std::string percent(double share) {
    char text[32];
    std::snprintf(text, sizeof(text), "%.1f %%", 100 * share);
    return std::isnan(share) ? "-" : text;
}

}  // namespace

std::vector<std::int32_t> predicted_classes(const Variable& logits) {
    if (!logits.value().has_numbers() || logits.shape().rank() != 2 || logits.shape()[1] == 0) {
        throw ShapeError("predicted_classes: logits must be [batch, classes], given " +
                         logits.value().to_string(0));
    }
    const std::int64_t class_count = logits.shape()[1];
    std::vector<std::int32_t> classes(static_cast<std::size_t>(logits.shape()[0]));
    const Scalar* row = logits.value().data();
    for (std::int32_t& predicted : classes) {
        predicted = index_of_first_maximum(row, class_count);
        row += class_count;
    }
    return classes;
}

std::int64_t correct_count(const Variable& logits, const std::vector<std::int32_t>& labels) {
    const std::vector<std::int32_t> predictions = predicted_classes(logits);
    require_one_label_each("correct_count", predictions.size(), labels.size());
    std::int64_t correct = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] < 0 || labels[i] >= logits.shape()[1]) {
            throw ShapeError("correct_count: label " + std::to_string(labels[i]) + " of sample " +
                             std::to_string(i) + " is none of the " +
                             std::to_string(logits.shape()[1]) + " classes");
        }
        correct += predictions[i] == labels[i] ? 1 : 0;
    }
    return correct;
}

double accuracy(const Variable& logits, const std::vector<std::int32_t>& labels) {
    const std::int64_t correct = correct_count(logits, labels);
    if (labels.empty()) {
        throw ShapeError("accuracy: an empty batch has none");
    }
    return ratio(correct, static_cast<std::int64_t>(labels.size()));
}

ConfusionMatrix::ConfusionMatrix(std::int32_t class_count) : class_count_(class_count) {
    if (class_count < 1) {
        throw std::invalid_argument("ConfusionMatrix: there must be at least 1 class, " +
                                    std::to_string(class_count) + " were given");
    }
    counts_.resize(static_cast<std::size_t>(class_count) * static_cast<std::size_t>(class_count));
}

void ConfusionMatrix::add(const Variable& logits, const std::vector<std::int32_t>& labels) {
    if (logits.shape().rank() == 2 && logits.shape()[1] != class_count_) {
        throw ShapeError("ConfusionMatrix: logits " + logits.shape().to_string() +
                         " do not have the " + std::to_string(class_count_) + " classes");
    }
    add(predicted_classes(logits), labels);
}

void ConfusionMatrix::add(const std::vector<std::int32_t>& predictions,
                          const std::vector<std::int32_t>& labels) {
    require_one_label_each("ConfusionMatrix", predictions.size(), labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        require_class("label", labels[i]);
        require_class("prediction", predictions[i]);
    }
    for (std::size_t i = 0; i < labels.size(); ++i) {
        ++counts_[static_cast<std::size_t>(labels[i]) * static_cast<std::size_t>(class_count_) +
                  static_cast<std::size_t>(predictions[i])];
    }
}

std::int64_t ConfusionMatrix::at(std::int32_t label, std::int32_t prediction) const {
    require_class("label", label);
    require_class("prediction", prediction);
    return counts_[static_cast<std::size_t>(label) * static_cast<std::size_t>(class_count_) +
                   static_cast<std::size_t>(prediction)];
}

std::int64_t ConfusionMatrix::total() const {
    std::int64_t sum = 0;
    for (const std::int64_t count : counts_) {
        sum += count;
    }
    return sum;
}

double ConfusionMatrix::accuracy() const {
    std::int64_t correct = 0;
    for (std::int32_t k = 0; k < class_count_; ++k) {
        correct += at(k, k);
    }
    return ratio(correct, total());
}

double ConfusionMatrix::precision(std::int32_t of_class) const {
    std::int64_t predicted = 0;
    for (std::int32_t label = 0; label < class_count_; ++label) {
        predicted += at(label, of_class);
    }
    return ratio(at(of_class, of_class), predicted);
}

double ConfusionMatrix::recall(std::int32_t of_class) const {
    std::int64_t labelled = 0;
    for (std::int32_t prediction = 0; prediction < class_count_; ++prediction) {
        labelled += at(of_class, prediction);
    }
    return ratio(at(of_class, of_class), labelled);
}

std::string ConfusionMatrix::to_string(const std::vector<std::string>& names) const {
    std::vector<std::string> titles = names;
    if (names.empty()) {
        for (std::int32_t k = 0; k < class_count_; ++k) {
            titles.push_back(std::to_string(k));
        }
    }
    if (titles.size() != static_cast<std::size_t>(class_count_)) {
        throw ShapeError("ConfusionMatrix: " + std::to_string(names.size()) +
                         " names were given for " + std::to_string(class_count_) + " classes");
    }
    // One width for the names of the rows, one for all columns of counts.
    const std::string corner = "true \\ predicted";
    std::size_t row_width = corner.size();
    std::size_t width = std::to_string(*std::max_element(counts_.begin(), counts_.end())).size();
    for (const std::string& title : titles) {
        row_width = std::max(row_width, title.size());
        width = std::max(width, title.size());
    }
    std::string text = right_aligned(corner, row_width);
    for (const std::string& title : titles) {
        text += "  " + right_aligned(title, width);
    }
    text += "  " + right_aligned("recall", 7) + "\n";
    for (std::int32_t label = 0; label < class_count_; ++label) {
        text += right_aligned(titles[static_cast<std::size_t>(label)], row_width);
        for (std::int32_t prediction = 0; prediction < class_count_; ++prediction) {
            text += "  " + right_aligned(std::to_string(at(label, prediction)), width);
        }
        text += "  " + right_aligned(percent(recall(label)), 7) + "\n";
    }
    return text;
}

void ConfusionMatrix::require_class(const char* what, std::int32_t given) const {
    if (given < 0 || given >= class_count_) {
        throw ShapeError("ConfusionMatrix: " + std::string(what) + " " + std::to_string(given) +
                         " is none of the " + std::to_string(class_count_) + " classes");
    }
}

void RunningMean::add(double mean, std::int64_t count) {
    if (count < 0) {
        throw std::invalid_argument("RunningMean: the count must be at least 0, " +
                                    std::to_string(count) + " was given");
    }
    sum_ += mean * static_cast<double>(count);
    count_ += count;
}

}  // namespace stepgrad
