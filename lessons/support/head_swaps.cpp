#include "lessons/support/head_swaps.h"

#include "autograd/error.h"
#include "autograd/text_table.h"
#include "layers/flatten.h"
#include "layers/global_average_pool2d.h"
#include "layers/linear.h"
#include "layers/relu.h"
#include "lessons/support/judge.h"
#include "lessons/support/lesson.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <iostream>

namespace stepgrad::lessons {
namespace {

constexpr std::size_t kShownFits = 8;
constexpr std::int64_t kMostClasses = 1000;

std::string list_text(const std::vector<std::int64_t>& units) {
    std::string text;
    for (const std::int64_t count : units) {
        text += (text.empty() ? "" : ", ") + std::to_string(count);
    }
    return text;
}

std::string maps_text(std::int64_t side, std::int64_t maps) {
    const std::string pixels = std::to_string(side);
    return pixels + "x" + pixels + "x" + std::to_string(maps);
}

}  // namespace

Sequential head_on(const Shape& maps, bool flattens, const std::vector<std::int64_t>& units) {
    Sequential head;
    std::int64_t features = flattens ? maps.numel() / maps[0] : maps[3];
    if (flattens) {
        head.add("flatten", Flatten());
    } else {
        head.add("pool", GlobalAveragePool2d());
    }
    for (std::size_t i = 0; i < units.size(); ++i) {
        head.add("dense" + std::to_string(i), Linear(features, units[i]));
        if (i + 1 < units.size()) {
            head.add("relu" + std::to_string(i), ReLU());
        }
        features = units[i];
    }
    return head;
}

double HeadSwap::head_factor() const {
    return ratio(flatten_head, gap_head);
}

double HeadSwap::whole_factor() const {
    return ratio(base + flatten_head, base + gap_head);
}

const std::vector<CommonBase>& common_bases() {
    static const std::vector<CommonBase> bases{
        {"MobileNet 0.25", 256},  {"VGG16, VGG19, MobileNet 0.5", 512},
        {"MobileNet 0.75", 768},  {"MobileNet, GoogLeNet, DenseNet121", 1024},
        {"NASNetMobile", 1056},   {"MobileNetV2, EfficientNetB0", 1280},
        {"EfficientNetB2", 1408}, {"InceptionResNetV2, EfficientNetB3", 1536},
        {"DenseNet169", 1664},    {"MobileNetV2 1.4, EfficientNetB4", 1792},
        {"DenseNet201", 1920},    {"ResNet50, InceptionV3, Xception", 2048},
        {"EfficientNetB6", 2304}, {"EfficientNetB7", 2560},
        {"NASNetLarge", 4032}};
    return bases;
}

const std::vector<std::int64_t>& common_widths() {
    static const std::vector<std::int64_t> widths{
        8,   10,  16,  20,  25,  30,  32,  40,  50,  60,  64,  75,   80,   96,   100,
        120, 128, 150, 160, 200, 250, 256, 300, 400, 500, 512, 1000, 1024, 2048, 4096};
    return widths;
}

OpenSize try_size(const std::string& name, Sequential flatten_head, Sequential gap_head,
                  const Shape& maps) {
    const auto error_of = [&](Sequential& head) -> std::string {
        try {
            head(Variable(Tensor::empty(maps)));
            return "";
        } catch (const ShapeError& error) {
            return error.what();
        }
    };
    return {.name = name,
            .shown = maps,
            .flatten_error = error_of(flatten_head),
            .gap_error = error_of(gap_head)};
}

std::vector<std::vector<std::int64_t>> heads_to_try(const ReportedPair& pair, std::int64_t pixels,
                                                    std::int64_t maps) {
    std::vector<std::vector<std::int64_t>> heads;
    const std::int64_t difference = pair.flatten_head - pair.gap_head;
    const std::int64_t per_unit = (pixels - 1) * maps;
    if (per_unit == 0 || difference % per_unit != 0) {
        return heads;
    }
    const std::int64_t first = difference / per_unit;
    std::vector<std::vector<std::int64_t>> hidden{{}};  // behind the first layer
    for (const std::int64_t width : common_widths()) {
        hidden.push_back({width});
    }
    const bool may_be_hidden = std::ranges::count(common_widths(), first) > 0;
    const std::int64_t of_first = (maps + 1) * first;
    if (of_first == pair.gap_head) {
        heads.push_back({first});  // the first layer names the classes
    }
    for (const std::vector<std::int64_t>& more : hidden) {
        const std::int64_t last = more.empty() ? first : more.back();
        const std::int64_t so_far = of_first + (more.empty() ? 0 : (first + 1) * last);
        const std::int64_t left = pair.gap_head - so_far;
        const std::int64_t classes = left / (last + 1);
        if (may_be_hidden && left > 0 && left % (last + 1) == 0 && classes <= kMostClasses) {
            heads.push_back({first});
            heads.back().insert(heads.back().end(), more.begin(), more.end());
            heads.back().push_back(classes);
        }
    }
    return heads;
}

std::string fit_text(const Fit& fit) {
    return maps_text(fit.map_side, fit.base.maps) + ", dense " + list_text(fit.dense);
}

void print_swaps(const std::vector<HeadSwap>& swaps) {
    const TextColumn number{.is_number = true};
    TextTable table({{}, {}, number, number, number, number}, 79);
    table.add_row({"network", "maps", "base", "Flatten head", "GAP head", "times"});
    table.add_rule();
    for (const HeadSwap& swap : swaps) {
        table.add_row({swap.name, maps_text(swap.map_side, swap.maps), with_separators(swap.base),
                       with_separators(swap.flatten_head), with_separators(swap.gap_head),
                       fixed(swap.head_factor(), 1)});
    }
    std::cout << table.to_string() << "\n";
    for (const HeadSwap& swap : swaps) {
        std::cout << wrapped(swap.name + ": dense " + list_text(swap.dense), 4) << "\n";
    }
}

void print_growth(const std::vector<HeadSwap>& swaps) {
    std::int64_t largest = 1;
    std::string name;
    for (const HeadSwap& swap : swaps) {
        if (swap.name != name) {
            name = swap.name;
            std::printf("%s%-8s %-12s %13s %11s  Flatten, # is 5 %% of the most\n",
                        &swap == &swaps[0] ? "" : "\n", "image", name.c_str(), "Flatten", "GAP");
            largest = 1;
            for (const HeadSwap& other : swaps) {
                largest = other.name == name ? std::max(largest, other.flatten_head) : largest;
            }
        }
        std::printf(
            "%-8s %-12s %13s %11s  %s\n",
            (std::to_string(swap.image_side) + "x" + std::to_string(swap.image_side)).c_str(),
            maps_text(swap.map_side, swap.maps).c_str(), with_separators(swap.flatten_head).c_str(),
            with_separators(swap.gap_head).c_str(),
            share_bar(ratio(swap.flatten_head, largest)).c_str());
    }
    std::fflush(stdout);
}

void print_open_sizes(const std::vector<OpenSize>& sizes) {
    for (const OpenSize& size : sizes) {
        const auto answer = [](const std::string& error) {
            return error.empty() ? std::string("accepts them")
                                 : "refuses them: " + printable(error);
        };
        std::cout << size.name << ", made for images of 224x224, now with maps of "
                  << maps_text(size.shown[1], size.shown[3]) << "\n    "
                  << wrapped("GAP " + answer(size.gap_error), 4) << "\n    "
                  << wrapped("Flatten " + answer(size.flatten_error), 4) << "\n";
    }
}

void print_fits(const ReportedPair& pair, const std::vector<Fit>& fits) {
    std::cout << fits.size() << (fits.size() == 1 ? " network has " : " networks have ")
              << with_separators(pair.flatten_head) << " parameters behind Flatten and "
              << with_separators(pair.gap_head) << " behind GAP.\n";
    for (std::size_t i = 0; i < std::min(fits.size(), kShownFits); ++i) {
        std::cout << "    " << fit_text(fits[i]) << " (" << fits[i].base.names << ")\n";
    }
    if (fits.size() > kShownFits) {
        std::cout << "    and " << fits.size() - kShownFits << " more\n";
    }
}

std::vector<Measurement> measurements_of(const std::vector<HeadSwap>& swaps,
                                         const std::vector<HeadSwap>& growth,
                                         const std::vector<Fit>& fits) {
    std::vector<Measurement> measurements;
    const auto add = [&](const HeadSwap& swap, const std::string& name) {
        measurements.push_back({name + ": Flatten head", static_cast<double>(swap.flatten_head)});
        measurements.push_back({name + ": GAP head", static_cast<double>(swap.gap_head)});
    };
    for (const HeadSwap& swap : swaps) {
        add(swap, swap.name);
        measurements.push_back({swap.name + ": base", static_cast<double>(swap.base)});
    }
    for (const HeadSwap& swap : growth) {
        add(swap, swap.name + " at " + std::to_string(swap.image_side));
    }
    measurements.push_back(
        {"networks that fit the reported pair", static_cast<double>(fits.size())});
    return measurements;
}

}  // namespace stepgrad::lessons
