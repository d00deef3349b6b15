#include "autograd/grad_mode.h"
#include "datasets/image_grid.h"
#include "lessons/support/differences.h"
#include "lessons/support/examples.h"
#include "lessons/support/hand_filters.h"
#include "lessons/support/lesson.h"
#include "lessons/support/terminal.h"

#include <algorithm>
#include <cstdio>
#include <iostream>

namespace stepgrad::lessons {
namespace {

constexpr int kZoomOfMaps = 3;
constexpr int kZoomOfFilters = 10;
constexpr std::size_t kFirstLayers = 3;  // convolution, batch normalisation, ReLU

// The channels of one image as pictures of their own, each from black for its least number to
// white.
Tensor map_at(const Tensor& maps, std::int64_t channel) {
    const Shape& shape = maps.shape();
    Tensor map = Tensor::empty({shape[1], shape[2], 1});
    for (std::int64_t i = 0; i < map.numel(); ++i) {
        map.mutable_data()[i] = maps.data()[i * shape[3] + channel];
    }
    return feature_map_grid(map);
}

Tensor of_one(const Tensor& maps) {
    return maps.reshape({maps.shape()[1], maps.shape()[2], maps.shape()[3]});
}

// What the first layers and the whole body make of an image.
std::pair<Tensor, Tensor> learned_maps(Sequential& model, const Tensor& image) {
    const NoGradGuard no_grad;
    model.eval();
    auto& body = static_cast<Sequential&>(model[0]);
    Variable maps(image);
    for (std::size_t i = 0; i < kFirstLayers; ++i) {
        maps = body[i](maps);
    }
    return {of_one(maps.value()), of_one(body(Variable(image)).value())};
}

Table ways_table(const std::vector<TwoWays>& ways) {
    Table table{
        .caption = "",
        .columns = {"images, channels", "loop (ms)", "kernel (ms)", "ratio", "largest difference"},
        .rows = {}};
    for (const TwoWays& one : ways) {
        table.rows.push_back({{one.sizes},
                              {fixed(one.loop_milliseconds, 3)},
                              {fixed(one.kernel_milliseconds, 3)},
                              {fixed(one.loop_milliseconds / one.kernel_milliseconds, 0)},
                              {significant(one.largest_difference)}});
    }
    return table;
}

// [height, width, in, out] to [height, width, out, in]: a grid with a tile for each output in a
// row.
Tensor in_a_row(const Tensor& filters) {
    const Shape& shape = filters.shape();
    Tensor turned = Tensor::empty({shape[0], shape[1], shape[3], shape[2]});
    const std::int64_t tile = shape[2] * shape[3];
    for (std::int64_t i = 0; i < filters.numel(); ++i) {
        const std::int64_t in = i % tile / shape[3];
        const std::int64_t out = i % shape[3];
        turned.mutable_data()[i / tile * tile + out * shape[2] + in] = filters.data()[i];
    }
    return turned;
}

Picture shown(const Tensor& image, const std::string& caption, int zoom) {
    return {.image = image, .caption = caption, .alt = caption, .zoom = zoom};
}

}  // namespace

Tensor grey_picture(const TrainingData& data) {
    const Tensor picture = data.sample("0").picture;
    const Shape& shape = picture.shape();
    Tensor grey = Tensor::zeros({1, shape[0], shape[1], 1});
    for (std::int64_t i = 0; i < picture.numel(); ++i) {
        grey.mutable_data()[i / shape[2]] += picture.data()[i] / static_cast<Scalar>(shape[2]);
    }
    return grey;
}

void print_maps(const Tensor& picture, const Tensor& maps, const std::vector<HandFilter>& filters) {
    std::vector<LabelledPicture> pictures{{of_one(picture), "the picture"}};
    std::printf("%-14s %9s %9s\n", "filter", "least", "greatest");
    for (std::size_t i = 0; i < filters.size(); ++i) {
        const auto channel = static_cast<std::int64_t>(i);
        Scalar least = maps.data()[channel];
        Scalar greatest = least;
        for (std::int64_t at = channel; at < maps.numel(); at += maps.shape()[3]) {
            least = std::min(least, maps.data()[at]);
            greatest = std::max(greatest, maps.data()[at]);
        }
        std::printf("%-14s %9.2f %9.2f\n", filters[i].name.c_str(), double{least},
                    double{greatest});
        pictures.push_back({map_at(maps, channel), filters[i].name});
    }
    std::fflush(stdout);
    if (is_terminal()) {
        std::cout << "\n" << picture_rows(pictures, terminal_columns(), terminal_has_colours());
    }
}

std::vector<ReportSection> filter_sections(Sequential& model, const TrainingData& data,
                                           const Tensor& by_hand,
                                           const std::vector<TwoWays>& ways) {
    ReportSection hand{.heading = "Filters made by hand",
                       .text =
                           "A test image, and what each filter makes of it: black is its least "
                           "number, white its greatest."};
    hand.pictures.push_back(shown(data.sample("0").picture, "the picture", kZoomOfMaps));
    const std::vector<HandFilter> filters = hand_filters();
    for (std::size_t i = 0; i < filters.size(); ++i) {
        hand.pictures.push_back(
            shown(map_at(by_hand, static_cast<std::int64_t>(i)), filters[i].name, kZoomOfMaps));
    }
    const auto [first, last] = learned_maps(model, data.sample("0").input);
    ReportSection learned{.heading = "Filters that were learned",
                          .text =
                              "Red weights add, blue ones subtract. Below: what the first layer "
                              "and the whole body make of the same picture, a tile for each map."};
    learned.pictures = {
        shown(filter_grid(in_a_row(model.named_parameters().at(0).parameter.value())),
              "the filters of the first convolution", kZoomOfFilters),
        shown(feature_map_grid(first), "maps of the first layer", kZoomOfMaps),
        shown(feature_map_grid(last), "the last maps", 2 * kZoomOfMaps)};
    return {hand,
            learned,
            {.heading = "The loop and the kernel",
             .text = "The loop is written to be read and compiled for the debugger; how much each "
                     "step from a fast loop to the kernel gains is another matter, which the "
                     "benchmark textbook_to_tile measures.",
             .tables = {ways_table(ways)}}};
}

}  // namespace stepgrad::lessons
