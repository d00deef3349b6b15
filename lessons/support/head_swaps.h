#pragma once

#include "autograd/shape.h"
#include "layers/sequential.h"
#include "lessons/support/measurements.h"

#include <cstdint>
#include <string>
#include <vector>

// What lesson 7 counts: a base with dense layers behind it, once with Flatten between the two and
// once with global average pooling.
namespace stepgrad::lessons {

/// Flatten or global average pooling, then dense layers with ReLU between them.
///
/// input   maps: what the head is for, [1, 7, 7, 512]
///         units: of the dense layers, the last for the classes
Sequential head_on(const Shape& maps, bool flattens, const std::vector<std::int64_t>& units);

/// One base with both heads. Counts are of parameters, with batch normalisation's statistics.
struct HeadSwap {
    std::string name;  // "E2: VGG16"
    std::int64_t image_side = 0;
    std::int64_t map_side = 0;
    std::int64_t maps = 0;
    std::vector<std::int64_t> dense = {};  // units of the layers behind
    std::int64_t base = 0;
    std::int64_t flatten_head = 0;
    std::int64_t gap_head = 0;

    /// How many times fewer parameters GAP's head has.
    double head_factor() const;

    /// The same of the whole network.
    double whole_factor() const;
};

/// What heads say to maps of another size than they were made for.
struct OpenSize {
    std::string name;                // "E1: MobileNet"
    Shape shown;                     // [1, 8, 8, 1024]
    std::string flatten_error = {};  // empty if the head accepted them
    std::string gap_error = {};
};

OpenSize try_size(const std::string& name, Sequential flatten_head, Sequential gap_head,
                  const Shape& maps);

/// A pair of counts that somebody reported, before and after the swap.
struct ReportedPair {
    std::int64_t flatten_head;
    std::int64_t gap_head;
};

/// A base of which many networks are made.
struct CommonBase {
    const char* names;  // of those that end with so many maps
    std::int64_t maps;
};

/// Number of maps at the end of the bases in keras.applications and of GoogLeNet.
const std::vector<CommonBase>& common_bases();

/// Units that hidden layers are often given.
const std::vector<std::int64_t>& common_widths();

/// Dense layers that may give the reported counts behind so many maps: none to two hidden layers of
/// common widths, and from 1 to 1,000 classes. Only the first layer differs between the heads, by
/// (pixels - 1) maps units; the classes follow from what is left. All of them have to be counted.
std::vector<std::vector<std::int64_t>> heads_to_try(const ReportedPair& pair, std::int64_t pixels,
                                                    std::int64_t maps);

/// A network that fits a reported pair.
struct Fit {
    CommonBase base;
    std::int64_t map_side;
    std::vector<std::int64_t> dense;
};

/// "7x7x1280, dense 10, 128, 2"
std::string fit_text(const Fit& fit);

/// A line for each swap, with bars of both heads.
void print_swaps(const std::vector<HeadSwap>& swaps);

/// A line for each image size: both heads of each example. The swaps of one example stand together.
void print_growth(const std::vector<HeadSwap>& swaps);

void print_open_sizes(const std::vector<OpenSize>& sizes);

/// How many networks fit, and the first few of them.
void print_fits(const ReportedPair& pair, const std::vector<Fit>& fits);

/// For the JSON file.
std::vector<Measurement> measurements_of(const std::vector<HeadSwap>& swaps,
                                         const std::vector<HeadSwap>& growth,
                                         const std::vector<Fit>& fits);

}  // namespace stepgrad::lessons
