#pragma once

#include "autograd/tensor.h"
#include "datasets/dataset.h"
#include "lessons/support/measurements.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace stepgrad::lessons {

/// Pictures of two images of different classes, one beside the other. The label is the left one's.
///
/// Left is image i, right is image i + size / 2, so that a dataset may be sorted by class. Two of
/// one class are left out. Shares the other dataset. Threads may share it.
class SideBySide final : public Dataset {
public:
    /// input   most: at most so many pictures
    /// throws  std::invalid_argument if there is no dataset, or all pairs are of one class
    explicit SideBySide(std::shared_ptr<const Dataset> dataset, std::int64_t most = 1000);

    /// "fashion-mnist test, two by two"
    std::string name() const override { return dataset_->name() + ", two by two"; }
    std::int64_t size() const override { return static_cast<std::int64_t>(pairs_.size()); }

    /// [height, 2 width, channels]
    Shape image_shape() const override;
    std::vector<std::string> class_names() const override { return dataset_->class_names(); }
    std::int32_t label(std::int64_t index) const override;

    /// The class of the image on the right.
    ///
    /// throws  std::out_of_range if there is no such picture
    std::int32_t right_label(std::int64_t index) const;
    void copy_image(std::int64_t index, Scalar* pixels) const override;

private:
    const std::pair<std::int64_t, std::int64_t>& pair(std::int64_t index) const;

    std::shared_ptr<const Dataset> dataset_;
    std::vector<std::pair<std::int64_t, std::int64_t>> pairs_;  // indices: left, right
};

/// A result with what maps of class scores say to the pictures that come next.
///
/// input   so_far: of as many pictures as it says
///         scores: [batch, height, width, classes], of the pictures behind these
SideBySideResult add_score_maps(const SideBySideResult& so_far, const Tensor& scores,
                                const SideBySide& pictures);

/// What the first of some pictures shows, and the best class at each place of its map.
///
/// input   scores: [batch, height, width, classes], of the first pictures
/// returns lines of at most 79 characters, each with a line feed
std::string first_score_map_text(const Tensor& scores, const SideBySide& pictures);

}  // namespace stepgrad::lessons
