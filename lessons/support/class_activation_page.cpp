#include "lessons/support/class_activation_page.h"

#include "datasets/heat_overlay.h"
#include "lessons/support/differences.h"
#include "lessons/support/lesson.h"

#include <algorithm>

namespace stepgrad::lessons {
namespace {

constexpr std::int64_t kShownPairs = 8;
constexpr int kZoom = 2;  // a pair and its six maps are a row on a wide screen

std::string class_of(const SideBySide& pairs, std::int32_t label) {
    return pairs.class_names().at(static_cast<std::size_t>(label));
}

}  // namespace

std::vector<Measurement> measurements_of(const std::vector<Pointing>& pointing) {
    std::vector<Measurement> measurements;
    for (const Pointing& one : pointing) {
        measurements.push_back(
            {one.name + ": maximum in the right half", one.accuracy(), Unit::kShare});
        measurements.push_back(
            {one.name + ": mean of the map + bias - logit, largest", one.largest_deviation});
    }
    return measurements;
}

ReportSection pointing_section(const std::vector<Pointing>& pointing) {
    Table table{.caption = "",
                .columns = {"network", "maximum in the right half", "asked",
                            "mean of the map + bias - logit, largest"},
                .rows = {}};
    for (const Pointing& one : pointing) {
        table.rows.push_back({{one.name},
                              {percent(one.accuracy())},
                              {std::to_string(one.asked)},
                              {significant(one.largest_deviation)}});
    }
    return {.heading = "Where the maps point",
            .text =
                "Two garments side by side, and each network is asked for the evidence for "
                "either: does the map's maximum lie in that garment's half?",
            .tables = {table}};
}

ReportSection overlays_section(std::vector<Candidate>& candidates, const SideBySide& pairs,
                               const DataLoader& batches) {
    ReportSection section{.heading = "What the maps look like",
                          .text =
                              "Each pair, and over it the evidence for the left and for the "
                              "right garment: bright is much, dark is little or against it."};
    const Batch batch = batches.epoch(0).batch(0);
    const std::int64_t count = std::min(kShownPairs, batch.images.shape()[0]);
    const Tensor images = batch.images.rows(0, count);
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int32_t labels[] = {pairs.label(i), pairs.right_label(i)};
        const std::string both = class_of(pairs, labels[0]) + " and " + class_of(pairs, labels[1]);
        section.pictures.push_back(
            {.image = pairs.image(i), .caption = both, .alt = both, .zoom = kZoom});
        for (Candidate& candidate : candidates) {
            for (const std::int32_t label : labels) {
                const Evidence evidence = evidence_for(candidate.model, images.rows(i, 1), {label});
                const Shape& shape = evidence.maps.shape();
                section.pictures.push_back(
                    {.image =
                         heat_overlay(pairs.image(i), evidence.maps.reshape({shape[1], shape[2]})),
                     .caption = candidate.name + ": " + class_of(pairs, label),
                     .alt =
                         "where " + candidate.name + " sees evidence for " + class_of(pairs, label),
                     .zoom = kZoom});
            }
        }
    }
    return section;
}

}  // namespace stepgrad::lessons
