#pragma once

#include "autograd/variable.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace stepgrad {

/// The class with the largest logit of each sample. The first maximum wins a tie; NaN counts as
/// larger than any number, so that a network that has diverged is not scored by what is left.
///
/// input    logits [batch, classes], at least one class
/// returns  one class for each sample, from 0
/// throws   ShapeError if logits has another rank or no classes
std::vector<std::int32_t> predicted_classes(const Variable& logits);

/// How many samples are predicted as labelled; 0 for an empty batch.
///
/// input   logits [batch, classes]; one label in [0, classes) for each sample
/// throws  ShapeError if the counts differ or a label names no class
std::int64_t correct_count(const Variable& logits, const std::vector<std::int32_t>& labels);

/// The share of samples predicted as labelled, in [0, 1].
///
/// input   logits [batch, classes], batch at least 1; one label for each sample
/// throws  ShapeError as correct_count() does, and for an empty batch
double accuracy(const Variable& logits, const std::vector<std::int32_t>& labels);

/// Counts which class is taken for which. Not for several threads at once.
class ConfusionMatrix {
public:
    /// throws  std::invalid_argument if there is not at least one class
    explicit ConfusionMatrix(std::int32_t class_count);

    /// Counts a batch.
    ///
    /// input   logits [batch, class_count], or the predicted classes; one label for each sample
    /// throws  ShapeError if the counts differ or a class is outside [0, class_count); nothing is
    ///         counted then
    void add(const Variable& logits, const std::vector<std::int32_t>& labels);
    void add(const std::vector<std::int32_t>& predictions, const std::vector<std::int32_t>& labels);

    std::int32_t class_count() const { return class_count_; }

    /// How many samples labelled `label` were predicted as `prediction`.
    ///
    /// throws  ShapeError if one of them is no class
    std::int64_t at(std::int32_t label, std::int32_t prediction) const;

    /// How many samples were counted.
    std::int64_t total() const;

    /// The share of all samples on the diagonal; NaN before the first.
    double accuracy() const;

    /// Of the samples predicted as this class, the share that is; NaN if there are none.
    double precision(std::int32_t of_class) const;

    /// Of the samples of this class, the share predicted as such; NaN if there are none.
    double recall(std::int32_t of_class) const;

    /// A table with a row for each label, a column for each prediction, and the recall in percent
    /// at the end of each row. Classes go by their numbers, or by names if given.
    ///
    /// throws  ShapeError if there are names, but not one for each class
    std::string to_string(const std::vector<std::string>& names = {}) const;

private:
    void require_class(const char* what, std::int32_t given) const;

    std::int32_t class_count_;
    std::vector<std::int64_t> counts_;  // [label, prediction], row by row
};

/// The mean of numbers that come batch by batch, each weighted with the size of its batch. One NaN
/// makes the mean NaN: a loss that diverged is not averaged away.
class RunningMean {
public:
    /// Adds the mean of `count` samples.
    ///
    /// throws  std::invalid_argument if count is negative
    void add(double mean, std::int64_t count = 1);

    /// NaN before the first sample.
    double mean() const {
        return count_ == 0 ? std::numeric_limits<double>::quiet_NaN()
                           : sum_ / static_cast<double>(count_);
    }
    std::int64_t count() const { return count_; }

    /// Forgets all samples.
    void reset() { *this = RunningMean(); }

private:
    double sum_ = 0;
    std::int64_t count_ = 0;
};

}  // namespace stepgrad
