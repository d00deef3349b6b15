#pragma once

#include "datasets/dataset.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace stepgrad {

/// Some images of another dataset, in the order their indices are given.
///
/// Shares the other dataset, copies no pixels. Threads may share it.
class Subset final : public Dataset {
public:
    /// throws  std::invalid_argument if there is no dataset
    ///         std::out_of_range if it has no image of one of the indices
    Subset(std::shared_ptr<const Dataset> dataset, std::vector<std::int64_t> indices);

    /// "fashion-mnist train (5000 of 60000)"
    std::string name() const override;
    std::int64_t size() const override { return static_cast<std::int64_t>(indices_.size()); }
    Shape image_shape() const override { return dataset_->image_shape(); }
    std::vector<std::string> class_names() const override { return dataset_->class_names(); }
    std::int32_t label(std::int64_t index) const override;
    void copy_image(std::int64_t index, Scalar* pixels) const override;

    /// Where each image stands in the dataset it was taken from.
    const std::vector<std::int64_t>& indices() const { return indices_; }

private:
    std::shared_ptr<const Dataset> dataset_;
    std::vector<std::int64_t> indices_;
};

/// Two subsets of one dataset that share no image and together hold all of them.
struct DatasetSplit {
    std::shared_ptr<const Subset> part;  // as many images as were asked for
    std::shared_ptr<const Subset> rest;
};

/// Draws `part_size` images: a validation set (`part`) and what is left to train on (`rest`), or a
/// small training set (`part` alone).
///
/// The draw is stratified: each class gives its share of the part, to within one image. Both
/// subsets keep the order of the dataset. The same seed draws the same images everywhere.
///
/// throws  std::invalid_argument if there is no dataset or it has fewer images than that
DatasetSplit split_dataset(const std::shared_ptr<const Dataset>& dataset, std::int64_t part_size,
                           std::uint64_t seed);

}  // namespace stepgrad
