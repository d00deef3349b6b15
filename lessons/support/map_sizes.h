#pragma once

#include "layers/sequential.h"

#include <cstdint>
#include <string>
#include <vector>

// How large the maps of a network are, found by walking through its layers. Nothing is computed.
namespace stepgrad::lessons {

/// A layer that makes maps smaller.
struct Stage {
    std::string layer;  // "block1_pool"
    std::string type;   // "MaxPool2d"
    std::int64_t side;  // of the square maps behind it, in pixels
};

/// What becomes of a square image.
struct SizeWalk {
    std::int64_t image = 0;  // pixels along a side
    std::vector<Stage> stages = {};
    std::string refused_by =
        {};  // the layer that the maps had become too small for, if there is one

    /// Of the last maps; of those that were refused if there are none.
    std::int64_t last_side() const { return stages.empty() ? image : stages.back().side; }
    bool arrives() const { return refused_by.empty(); }
};

/// Sends an image of 3 channels through the modules of a body, with shapes alone.
SizeWalk walk_sizes(Sequential& body, std::int64_t image);

/// The square of pixels that one number of a map depends on, and how many pixels two neighbours of
/// the map are apart.
struct ReceptiveField {
    std::int64_t side = 1;
    std::int64_t jump = 1;
};

/// Goes through convolutions, max poolings, Inceptions (of whose branches the widest counts) and
/// layers without a window: with a kernel k and a stride s,
///
///     side += (k - 1) jump,  jump *= s
///
/// What lies outside the image counts, too.
///
/// input   from: of what goes into the module
/// throws  std::invalid_argument for a module that it knows no window of
/// source  Dumoulin, Visin: A guide to convolution arithmetic for deep learning, 2016
ReceptiveField receptive_field(Module& module, ReceptiveField from = {});

/// What makes the maps smaller.
struct Shrinkers {
    std::int64_t poolings = 0;        // max poolings that do
    std::int64_t convolutions = 0;    // convolutions that do
    std::int64_t other_poolings = 0;  // max poolings that leave the size as it is

    std::int64_t count() const { return poolings + convolutions; }
};

/// input   walk: of an image that arrives
Shrinkers shrinkers_of(Sequential& body, const SizeWalk& walk);

/// `side` halved so many times, each time rounded down, or each time up.
std::int64_t halved(std::int64_t side, std::int64_t times, bool is_up);

/// A way from one side to another by halving alone.
struct Halving {
    std::int64_t times;
    bool is_up;  // each time
};

/// All of them up to 12 times; an image that needs no rounding counts as rounded down.
std::vector<Halving> halvings_between(std::int64_t side, std::int64_t wanted);

/// What lesson 4 finds out about a network.
struct NetworkSizes {
    std::string name;
    std::vector<SizeWalk> walks;
    Shrinkers shrinkers;
    ReceptiveField field;
    std::int64_t
        smallest_for_example;  // images of these sizes end in maps of 5x5; 0 and 0 if none do
    std::int64_t largest_for_example;
};

/// An answer's example.
inline constexpr std::int64_t kExampleImage = 300;
inline constexpr std::int64_t kExampleMap = 5;

/// The image size that the networks were made for, and their claim.
inline constexpr std::int64_t kImageNetImage = 224;

/// input   images: sides, kImageNetImage among them
NetworkSizes sizes_of(const std::string& name, Sequential& body,
                      const std::vector<std::int64_t>& images);

/// VGG16, GoogLeNet and MobileNet v1 without their tops, for images of 28, 32, 224 and 300 pixels.
std::vector<NetworkSizes> sizes_of_large_networks();

/// The walk of an image of this size.
///
/// throws  std::invalid_argument if there is none
const SizeWalk& walk_of(const NetworkSizes& network, std::int64_t image);

/// Three tables: the sizes; what shrinks them, and how far a number sees; and the answer's example.
std::string sizes_text(const std::vector<NetworkSizes>& networks);

/// "by 6 halvings that round up": all ways from the example's image to its map.
std::string ways_text();

}  // namespace stepgrad::lessons
