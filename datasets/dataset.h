#pragma once

#include "autograd/scalar.h"
#include "autograd/shape.h"
#include "autograd/tensor.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad {

/// Labelled images by index: the base of everything a DataLoader can read.
///
/// To bring data of your own, derive from it and fill in the six questions (datasets/README.md
/// has an example). Datasets do not change once made, so that threads may share one.
class Dataset {
public:
    virtual ~Dataset() = default;

    /// "fashion-mnist train"
    virtual std::string name() const = 0;

    /// How many images there are.
    virtual std::int64_t size() const = 0;

    /// [height, width, channels], the same for every image.
    virtual Shape image_shape() const = 0;

    /// What the labels stand for: label 0 is the first name.
    virtual std::vector<std::string> class_names() const = 0;

    /// The class of one image, from 0 to class_names().size() - 1.
    ///
    /// throws  std::out_of_range if there is no such image
    virtual std::int32_t label(std::int64_t index) const = 0;

    /// Writes the pixels of one image, [height, width, channels] in [0, 1], row by row. A loader
    /// calls it for every image of every batch: the place to be fast.
    ///
    /// input   pixels: room for image_shape().numel() numbers
    /// throws  std::out_of_range if there is no such image
    virtual void copy_image(std::int64_t index, Scalar* pixels) const = 0;

    /// One image, [height, width, channels] with pixels in [0, 1].
    ///
    /// throws  std::out_of_range if there is no such image
    Tensor image(std::int64_t index) const;

protected:
    /// throws  std::out_of_range if there is no such image
    void require_index(std::int64_t index) const;
};

}  // namespace stepgrad
