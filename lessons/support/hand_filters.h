#pragma once

#include "autograd/tensor.h"
#include "layers/sequential.h"
#include "lessons/support/json_report.h"
#include "lessons/support/report/report.h"
#include "lessons/support/results.h"
#include "lessons/support/training_data.h"

#include <cstdint>
#include <string>
#include <vector>

// What lesson 3 is made of, besides its loops.
namespace stepgrad::lessons {

/// A 3x3 filter that somebody has thought of.
struct HandFilter {
    std::string name;
    std::vector<Scalar> weights;  // nine, row by row
};

/// Edges in four directions (Sobel's and Prewitt's), a blur and a point.
std::vector<HandFilter> hand_filters();

/// All of them as the filter of one convolution: [3, 3, 1, count].
Tensor weight_of(const std::vector<HandFilter>& filters);

/// For each filter of a convolution on grey images, [3, 3, 1, count]: how alike it is to the edge
/// filter it is most like. 1 is the same but for size and sign, 0 has nothing of it.
std::vector<double> likeness_to_edges(const Tensor& weight);

/// The same numbers by two ways, and how long each took.
struct TwoWays {
    std::string sizes;  // "64 x 28x28x1 to 16"
    double largest_difference = 0;
    double largest_number = 0;
    double loop_milliseconds = 0;
    double kernel_milliseconds = 0;
};

/// A convolution with padding 1 and stride 1: input and weight to output.
using Convolution = Tensor (*)(const Tensor& x, const Tensor& w);

/// Runs both on the same numbers: the loop once, the kernel several times, of which the median
/// counts.
TwoWays time_both(const Tensor& x, const Tensor& w, Convolution loop, Convolution kernel);

/// True if they are the same, but for rounding.
bool are_equal(const TwoWays& ways);

/// A line for each.
void print_ways(const std::vector<TwoWays>& all);

/// What the lesson found about its filters.
struct LearnedFilters {
    std::vector<double> before;  // likeness_to_edges of the first weights
    std::vector<double> after;   // and of the trained ones
};

/// The lesson's own claims F1 and F2, from the figures, by the bounds named in the source.
std::vector<Claim> filter_claims(const std::vector<TwoWays>& ways, const LearnedFilters& learned);

/// likeness_to_edges() of a network's first convolution; the channels of colours are averaged.
///
/// input   model: [body, head], its body beginning with a 3x3 convolution
std::vector<double> first_likeness(Sequential& model);

/// How alike the filters are to edges, before and after: least, median and greatest.
void print_filters(const LearnedFilters& learned);

/// The first test image without its colours, [1, height, width, 1] in [0, 1].
Tensor grey_picture(const TrainingData& data);

/// A line for each filter, with the range of its map; on a terminal the maps, too.
///
/// input   picture: [1, height, width, 1]; maps: [1, height, width, number of filters]
void print_maps(const Tensor& picture, const Tensor& maps, const std::vector<HandFilter>& filters);

/// The parts of the page: hand-made maps, learned filters and their maps, the two ways.
std::vector<ReportSection> filter_sections(Sequential& model, const TrainingData& data,
                                           const Tensor& by_hand, const std::vector<TwoWays>& ways);

/// For the JSON file.
std::vector<Measurement> measurements_of(const std::vector<TwoWays>& ways,
                                         const LearnedFilters& learned);

}  // namespace stepgrad::lessons
