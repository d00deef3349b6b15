#include "layers/models/small_cnn.h"

#include "layers/flatten.h"
#include "layers/global_average_pool2d.h"
#include "layers/global_max_pool2d.h"
#include "layers/linear.h"
#include "layers/max_pool2d.h"
#include "layers/models/convolution_block.h"
#include "layers/relu.h"

#include <cstddef>
#include <stdexcept>
#include <utility>

namespace stepgrad {
namespace {

Sequential body_of(const SmallCnnOptions& options) {
    Sequential body;
    std::int64_t channels = options.image_channels;
    for (std::size_t i = 0; i < options.widths.size(); ++i) {
        const std::int64_t width = options.widths[i];
        add_convolution_block(body, static_cast<std::int64_t>(i), channels, width);
        if (i == 1 || i == 3) {
            body.add("pool" + std::to_string(i), MaxPool2d(2));
        }
        channels = width;
    }
    return body;
}

// One dense layer, or two with ReLU between them.
void add_classifier(Sequential& head, std::int64_t features, bool has_hidden,
                    const SmallCnnOptions& options) {
    if (has_hidden) {
        head.add("hidden", Linear(features, options.hidden));
        head.add("relu", ReLU());
        features = options.hidden;
    }
    head.add("classes", Linear(features, options.class_count));
}

Sequential head_of(Head kind, const SmallCnnOptions& options) {
    const std::int64_t channels = options.widths.back();
    // Two poolings halve the image twice, rounding down.
    const std::int64_t flat_features =
        (options.image_height / 4) * (options.image_width / 4) * channels;
    Sequential head;
    switch (kind) {
        case Head::kFlatten:
        case Head::kFlattenDense:
            head.add("flatten", Flatten());
            add_classifier(head, flat_features, kind == Head::kFlattenDense, options);
            break;
        case Head::kGlobalAverage:
        case Head::kGlobalAverageDense:
            head.add("pool", GlobalAveragePool2d());
            add_classifier(head, channels, kind == Head::kGlobalAverageDense, options);
            break;
        case Head::kGlobalMax:
            head.add("pool", GlobalMaxPool2d());
            add_classifier(head, channels, /*has_hidden=*/false, options);
            break;
    }
    return head;
}

}  // namespace

std::string head_name(Head head) {
    switch (head) {
        case Head::kFlatten:
            return "flatten";
        case Head::kFlattenDense:
            return "flatten_dense128";
        case Head::kGlobalAverage:
            return "gap";
        case Head::kGlobalAverageDense:
            return "gap_dense128";
        case Head::kGlobalMax:
            return "gmp";
    }
    throw std::invalid_argument("head_name: there is no such head");
}

Head head_named(const std::string& name) {
    std::string known;
    for (const Head head : kAllHeads) {
        if (head_name(head) == name) {
            return head;
        }
        known += (known.empty() ? "" : ", ") + head_name(head);
    }
    throw std::invalid_argument("head_named: there is no head \"" + name + "\"; choose from " +
                                known);
}

Sequential small_cnn(Head head, const SmallCnnOptions& options) {
    if (options.image_height < 4 || options.image_width < 4) {
        throw std::invalid_argument(
            "small_cnn: images must be at least 4x4, since they are halved twice; " +
            std::to_string(options.image_height) + "x" + std::to_string(options.image_width) +
            " was given");
    }
    Sequential model;
    model.add("body", body_of(options));
    model.add("head", head_of(head, options));
    return model;
}

}  // namespace stepgrad
