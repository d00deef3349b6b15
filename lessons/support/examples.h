#pragma once

#include "autograd/tensor.h"
#include "datasets/dataset.h"
#include "datasets/transforms.h"

#include <string>
#include <vector>

namespace stepgrad::lessons {

struct LabelledPicture {
    Tensor picture;  // [height, width, channels], numbers in [0, 1], all of one size
    std::string label;
};

/// Pictures in characters, side by side with their labels beneath, in at most three rows of
/// `columns` characters. Large ones are shrunk to 16 characters; those that do not fit are left out.
///
/// input   use_colour: as for terminal_picture
/// returns lines, each with a line feed; nothing if there are no pictures
std::string picture_rows(const std::vector<LabelledPicture>& pictures, int columns,
                         bool use_colour);

/// The first image of each class that has one, in the order of the classes.
std::vector<LabelledPicture> first_of_each_class(const Dataset& dataset);

/// Shows the first image of each class. Prints nothing where the output is no terminal: in a file
/// pictures made of characters are in the way.
void print_examples(const Dataset& dataset);

/// The same images, changed by a transform.
void print_examples(const Dataset& dataset, const Transform& transform);

}  // namespace stepgrad::lessons
