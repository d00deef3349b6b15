#include "lessons/support/frozen_maps.h"

#include "autograd/error.h"
#include "autograd/grad_mode.h"
#include "datasets/subset.h"
#include "layers/flatten.h"
#include "layers/global_average_pool2d.h"
#include "layers/linear.h"
#include "layers/max_pool2d.h"
#include "layers/models/convolution_block.h"
#include "lessons/support/evaluate.h"
#include "lessons/support/tensor_dataset.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace stepgrad::lessons {
namespace {

constexpr std::int64_t kSmallestImage = 16;  // halved four times, one pixel is left
constexpr std::uint64_t kDrawSeed = 4;       // of the images to look at, whatever the run's seed

const std::vector<std::vector<std::int64_t>> kWidths{{16, 16}, {32, 32}, {64}, {64}, {64}};

std::shared_ptr<const Dataset> dataset_of(Taken taken, const FrozenMaps& frozen,
                                          const TrainingData& data) {
    const NoGradGuard no_grad;
    const Variable maps(frozen.maps);
    const Variable numbers = taken == Taken::kPixels ? flatten(maps) : global_average_pool2d(maps);
    const Shape& shape = numbers.shape();
    return std::make_shared<TensorDataset>("frozen maps",
                                           numbers.value().reshape({shape[0], 1, 1, shape[1]}),
                                           frozen.labels, data.class_names());
}

// Sums over the pixels of one image, a number for each map.
struct MapSums {
    std::vector<double> sum, squares;
};

MapSums sums_of(const Scalar* image, std::int64_t pixels, std::int64_t channels) {
    const auto count = static_cast<std::size_t>(channels);
    MapSums sums{std::vector<double>(count), std::vector<double>(count)};
    for (std::int64_t p = 0; p < pixels; ++p) {
        for (std::size_t c = 0; c < count; ++c) {
            const double number = image[static_cast<std::size_t>(p) * count + c];
            sums.sum[c] += number;
            sums.squares[c] += number * number;
        }
    }
    return sums;
}

double variance(double sum, double squares, std::int64_t count) {
    const double mean = sum / static_cast<double>(count);
    return std::max(0.0, squares / static_cast<double>(count) - mean * mean);
}

}  // namespace

Sequential shrinking_body(const Shape& image_shape) {
    if (image_shape[0] < kSmallestImage || image_shape[1] < kSmallestImage) {
        throw DataError("images must be at least 16x16, since they are halved four times; " +
                        std::to_string(image_shape[0]) + "x" + std::to_string(image_shape[1]) +
                        " was given");
    }
    Sequential body;
    std::int64_t channels = image_shape[2];
    int number = 0;
    for (std::size_t stage = 0; stage < kWidths.size(); ++stage) {
        Sequential layers;
        if (stage > 0) {
            layers.add("pool", MaxPool2d(2));
        }
        for (const std::int64_t width : kWidths[stage]) {
            add_convolution_block(layers, number++, channels, width);
            channels = width;
        }
        body.add("stage" + std::to_string(stage), std::move(layers));
    }
    return body;
}

Sequential shrinking_network(const TrainingData& data) {
    Sequential head;
    Sequential body = shrinking_body(data.image_shape());
    head.add("pool", GlobalAveragePool2d());
    head.add("classes", Linear(kWidths.back().back(), data.class_count()));
    Sequential model;
    model.add("body", std::move(body));
    model.add("head", std::move(head));
    return model;
}

FrozenMaps maps_behind(Sequential& body, std::int64_t poolings, const DataLoader& images) {
    const NoGradGuard no_grad;
    body.eval();
    FrozenMaps frozen;
    std::int64_t first = 0;
    for (const Batch& batch : images.epoch(0)) {
        Variable maps(batch.images);
        for (std::int64_t stage = 0; stage <= poolings; ++stage) {
            maps = body[static_cast<std::size_t>(stage)](maps);
        }
        const Shape& shape = maps.shape();
        if (!frozen.maps.is_defined()) {
            frozen.maps = Tensor::empty({images.sample_count(), shape[1], shape[2], shape[3]});
        }
        frozen.maps.rows(first, shape[0]).copy_from(maps.value());
        frozen.labels.insert(frozen.labels.end(), batch.labels.begin(), batch.labels.end());
        first += shape[0];
    }
    return frozen;
}

MapsOfData maps_of_data(Sequential& body, std::int64_t poolings, const TrainingData& data,
                        std::int64_t train_count, std::int64_t test_count) {
    const auto some = [&](const std::shared_ptr<const Dataset>& dataset, std::int64_t count) {
        return data.in_order(
            split_dataset(dataset, std::min(count, dataset->size()), kDrawSeed).part);
    };
    return {maps_behind(body, poolings, some(data.source().train, train_count)),
            maps_behind(body, poolings, some(data.source().test, test_count))};
}

TrainingData numbers_of(Taken taken, const MapsOfData& maps, const TrainingData& data,
                        const TrainingOptions& options) {
    TrainingOptions judged_as_given = options;
    judged_as_given.validation = false;  // whoever holds images out has done so before
    return TrainingData(DataSource{.train = dataset_of(taken, maps.train, data),
                                   .test = dataset_of(taken, maps.test, data),
                                   .name = "frozen maps",
                                   .note = "",
                                   .validation = nullptr},
                        judged_as_given);
}

Spread spread_of(const Tensor& maps) {
    const Shape& shape = maps.shape();
    const std::int64_t images = shape[0], pixels = shape[1] * shape[2], channels = shape[3];
    const auto count = static_cast<std::size_t>(channels);
    std::vector<double> sum(count), squares(count);  // of a map's means, over the images
    Spread spread;
    for (std::int64_t n = 0; n < images; ++n) {
        const MapSums own = sums_of(maps.data() + n * pixels * channels, pixels, channels);
        double image_sum = 0, image_squares = 0;  // of an image's means, over the maps
        for (std::size_t c = 0; c < count; ++c) {
            const double mean = own.sum[c] / static_cast<double>(pixels);
            spread.within += variance(own.sum[c], own.squares[c], pixels);
            image_sum += mean;
            image_squares += mean * mean;
            sum[c] += mean;
            squares[c] += mean * mean;
        }
        spread.between_maps += variance(image_sum, image_squares, channels);
    }
    for (std::size_t c = 0; c < count; ++c) {
        spread.between_images += variance(sum[c], squares[c], images);
    }
    spread.within /= static_cast<double>(images * channels);
    spread.between_images /= static_cast<double>(channels);
    spread.between_maps /= static_cast<double>(images);
    return spread;
}

Cut cut_of(const MapsOfData& maps) {
    const Shape& shape = maps.train.maps.shape();
    return {.height = shape[1],
            .width = shape[2],
            .maps = shape[3],
            .spread = spread_of(maps.train.maps)};
}

Run judge_probe(const std::string& name, Sequential& model, const TrainingData& numbers,
                int epochs) {
    const std::int64_t parameters = model.parameter_count();
    return {.name = name,
            .parameters = parameters,
            .trainable_parameters = parameters,
            .head_parameters = parameters,
            .epochs = epochs,
            .train_accuracy = accuracy_on(model, numbers.train_in_order()),
            .test_accuracy = accuracy_on(model, numbers.test_in_order())};
}

bool agree_on_one_pixel(const std::vector<Cut>& cuts) {
    return std::ranges::all_of(
        cuts, [](const Cut& cut) { return !cut.is_one_pixel() || cut.difference() == 0; });
}

}  // namespace stepgrad::lessons
