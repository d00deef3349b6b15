#pragma once

#include "datasets/data_source.h"
#include "datasets/dataset.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

// Pictures twice as wide as those of another dataset, with something in one half: what a network
// learns from that is to be asked about both (side_by_side.h).
namespace stepgrad::lessons {

/// Each image in one half, black in the other. Which half depends on the seed and the index alone.
class HalfPictures final : public Dataset {
public:
    /// throws  std::invalid_argument if there is no dataset
    HalfPictures(std::shared_ptr<const Dataset> dataset, std::uint64_t seed);

    std::string name() const override { return dataset_->name() + ", in one half"; }
    std::int64_t size() const override { return dataset_->size(); }
    Shape image_shape() const override;
    std::vector<std::string> class_names() const override { return dataset_->class_names(); }
    std::int32_t label(std::int64_t index) const override { return dataset_->label(index); }
    void copy_image(std::int64_t index, Scalar* pixels) const override;

    bool is_left(std::int64_t index) const;

private:
    std::shared_ptr<const Dataset> dataset_;
    std::uint64_t seed_;
};

/// Training and test images in halves; of the training images at most 20,000, since pictures are
/// twice as large.
DataSource in_one_half(DataSource source, std::uint64_t seed);

}  // namespace stepgrad::lessons
