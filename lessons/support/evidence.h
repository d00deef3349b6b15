#pragma once

#include "autograd/tensor.h"
#include "datasets/data_loader.h"
#include "layers/sequential.h"
#include "lessons/support/side_by_side.h"

#include <cstdint>
#include <string>
#include <vector>

// Where in the last feature maps a network finds the evidence for a class.
namespace stepgrad::lessons {

/// One map for each image, whose mean and the class's bias add up to its logit.
struct Evidence {
    Tensor maps;       // [batch, height, width]
    Tensor logits;     // [batch], of the classes that were asked for
    double deviation;  // the largest difference between mean + bias and the logit
};

/// For any head without a hidden layer, since such a head is linear in what it looks at: each
/// number of the last maps times the slope of the logit there, summed over the channels and times
/// the number of pixels.
///
///     map[h,w] = H W * sum over k of f[h,w,k] * d logit / d f[h,w,k]
///
/// With global average pooling the slope is weight[k] / (H W) everywhere, and this is the class
/// activation map.
///
/// input   model: [body, head] as small_cnn() makes it; left in evaluation mode
///         images: [batch, height, width, channels], normalised; one class for each
/// source  Selvaraju et al.: Grad-CAM, 2017, before its means over the maps
Evidence evidence_for(Sequential& model, const Tensor& images,
                      const std::vector<std::int32_t>& classes);

/// The class activation map by its formula: map[h,w] = sum over k of weight[k, class] * f[h,w,k].
///
/// input   as evidence_for(); the head is global average pooling and a dense layer
/// returns [batch, height, width]
/// source  Zhou et al.: Learning deep features for discriminative localization, 2016
Tensor class_activation_maps(Sequential& model, const Tensor& images,
                             const std::vector<std::int32_t>& classes);

/// How often the maximum of a class's map lies in the half where that class is.
struct Pointing {
    std::string name;
    std::int64_t right = 0;
    std::int64_t asked = 0;        // twice the number of pairs
    double largest_deviation = 0;  // of mean + bias from the logit
    double largest_logit = 0;      // in size
    double largest_cam_error = 0;  // between the two ways to a class activation map; GAP only

    double accuracy() const { return static_cast<double>(right) / static_cast<double>(asked); }
};

/// Asks for both classes of each pair.
///
/// input   pairs: whose images the batches are, in order
///         batches: the same, normalised
///         is_average: the head averages, so that the formula above must agree
/// source  the pointing game of Zhang et al.: Top-down neural attention by excitation backprop,
///         2016
Pointing point_at_halves(Sequential& model, const std::string& name, const SideBySide& pairs,
                         const DataLoader& batches, bool is_average);

/// True if the sums came out as they must, but for rounding.
bool adds_up(const Pointing& pointing);

/// A line for each network.
void print_pointing(const std::vector<Pointing>& all);

}  // namespace stepgrad::lessons
