#pragma once

#include "autograd/tensor.h"
#include "lessons/support/candidate.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad::lessons {

/// An image to be classified: one of a data set, or a photo.
struct Sample {
    std::string name;         // "test image 17", or the photo's file
    Tensor picture;           // [height, width, channels] in [0, 1], of the size the network takes
    Tensor input;             // the same as it goes into a network, [1, height, width, channels]
    std::int32_t label = -1;  // its class; -1 where that is not known
};

/// Draws an image in characters and beside it what each network takes it for: the three most likely
/// classes with their probabilities and, where the class is known, whether the first is right.
///
/// input   candidates: their models are left in evaluation mode
///         use_colour: as for terminal_picture (datasets/image.h)
/// returns lines of at most 79 characters, each with a line feed
std::string predictions_text(std::vector<Candidate>& candidates,
                             const std::vector<std::string>& class_names, const Sample& sample,
                             bool use_colour);

}  // namespace stepgrad::lessons
