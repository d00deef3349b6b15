#include "lessons/support/shrinking_map_page.h"

#include "autograd/text_table.h"
#include "lessons/support/lesson.h"

namespace stepgrad::lessons {
namespace {

std::string square(std::int64_t side) {
    return std::to_string(side) + "x" + std::to_string(side);
}

std::string path_of(const SizeWalk& walk) {
    std::string path = std::to_string(walk.image);
    for (const Stage& stage : walk.stages) {
        path += ", " + std::to_string(stage.side);
    }
    return walk.arrives() ? path : path + ", then too small for " + walk.refused_by;
}

Table walks_table(const std::vector<NetworkSizes>& networks) {
    Table table{.caption = "Side of the maps behind each layer that shrinks them",
                .columns = {"network"},
                .rows = {}};
    for (const SizeWalk& walk : networks.front().walks) {
        table.columns.push_back(square(walk.image));
    }
    for (const NetworkSizes& network : networks) {
        std::vector<Cell> row{{network.name}};
        for (const SizeWalk& walk : network.walks) {
            row.push_back({path_of(walk)});
        }
        table.rows.push_back(row);
    }
    return table;
}

Table shrinkers_table(const std::vector<NetworkSizes>& networks) {
    Table table{
        .caption = "What shrinks them, and how far one number of the last map sees",
        .columns = {"network", "max poolings", "convolutions", "max poolings that keep the size",
                    "receptive field", "images that end in " + square(kExampleMap)},
        .rows = {}};
    for (const NetworkSizes& network : networks) {
        const std::string from = std::to_string(network.smallest_for_example);
        table.rows.push_back({{network.name},
                              {std::to_string(network.shrinkers.poolings)},
                              {std::to_string(network.shrinkers.convolutions)},
                              {std::to_string(network.shrinkers.other_poolings)},
                              {square(network.field.side)},
                              {from + " to " + std::to_string(network.largest_for_example)}});
    }
    return table;
}

Chart chart_of(const std::string& title, const std::string& y_title, const std::vector<Cut>& cuts) {
    Chart chart{.title = title,
                .kind = ChartKind::kLines,
                .x_title = "map size",
                .y_title = y_title,
                .labels = {},
                .series = {}};
    for (const Cut& cut : cuts) {
        chart.labels.push_back(cut.size());
    }
    return chart;
}

Chart probes_chart(const std::vector<Cut>& cuts) {
    Chart chart = chart_of("Probes on frozen maps", "test accuracy (%)", cuts);
    chart.series = {{"Flatten", {}}, {"GAP", {}}};
    for (const Cut& cut : cuts) {
        chart.series[0].values.push_back(100 * cut.flatten.test_accuracy);
        chart.series[1].values.push_back(100 * cut.gap.test_accuracy);
    }
    return chart;
}

Table probes_table(const std::vector<Cut>& cuts) {
    Table table{.caption = "",
                .columns = {"map size", "maps", "Flatten, train", "Flatten, test", "GAP, train",
                            "GAP, test", "Flatten - GAP, test"},
                .rows = {}};
    for (const Cut& cut : cuts) {
        table.rows.push_back({{cut.size()},
                              {std::to_string(cut.maps)},
                              {percent(cut.flatten.train_accuracy, 2)},
                              {percent(cut.flatten.test_accuracy, 2)},
                              {percent(cut.gap.train_accuracy, 2)},
                              {percent(cut.gap.test_accuracy, 2)},
                              {points(cut.difference())}});
    }
    return table;
}

Chart spreads_chart(const std::vector<Cut>& cuts) {
    Chart chart = chart_of("Where the numbers vary", "variance", cuts);
    chart.kind = ChartKind::kStackedBars;
    chart.series = {{"within a map", {}}, {"between images", {}}};
    for (const Cut& cut : cuts) {
        chart.series[0].values.push_back(cut.spread.within);
        chart.series[1].values.push_back(cut.spread.between_images);
    }
    return chart;
}

Table spreads_table(const std::vector<Cut>& cuts) {
    Table table{.caption = "",
                .columns = {"map size", "within a map", "between images", "between maps",
                            "within / between images", "if pixels were independent"},
                .rows = {}};
    for (const Cut& cut : cuts) {
        table.rows.push_back({{cut.size()},
                              {fixed(cut.spread.within, 4)},
                              {fixed(cut.spread.between_images, 4)},
                              {fixed(cut.spread.between_maps, 4)},
                              {fixed(cut.spread.ratio(), 4)},
                              {std::to_string(cut.pixels() - 1)}});
    }
    return table;
}

}  // namespace

std::vector<Run> runs_of(const Run& body, const std::vector<Cut>& cuts) {
    std::vector<Run> runs{body};
    for (const Cut& cut : cuts) {
        runs.push_back(cut.flatten);
        runs.push_back(cut.gap);
    }
    return runs;
}

std::vector<Measurement> measurements_of(const std::vector<NetworkSizes>& networks,
                                         const std::vector<Cut>& cuts) {
    std::vector<Measurement> all;
    const auto add = [&](const std::string& name, double value) {
        all.push_back({name, value});
    };
    for (const NetworkSizes& network : networks) {
        for (const SizeWalk& walk : network.walks) {
            if (walk.arrives()) {
                add(network.name + ": side of the last map of " + square(walk.image),
                    static_cast<double>(walk.last_side()));
            }
        }
        add(network.name + ": max poolings that shrink",
            static_cast<double>(network.shrinkers.poolings));
        add(network.name + ": convolutions that shrink",
            static_cast<double>(network.shrinkers.convolutions));
        add(network.name + ": side of the receptive field",
            static_cast<double>(network.field.side));
    }
    for (const Cut& cut : cuts) {
        add(cut.size() + ": variance within a map", cut.spread.within);
        add(cut.size() + ": variance of means between images", cut.spread.between_images);
        add(cut.size() + ": variance of means between maps", cut.spread.between_maps);
    }
    return all;
}

std::vector<ReportSection> shrinking_map_sections(const std::vector<NetworkSizes>& networks,
                                                  const std::vector<Cut>& cuts) {
    return {
        {.heading = "How small maps get",
         .text = "Counted with shapes alone; no network was trained for it.",
         .tables = {walks_table(networks), shrinkers_table(networks)}},
        {.heading = "What the place inside a map is worth",
         .text = "A body was trained, frozen, and cut at five places. On its maps one dense layer "
                 "was trained: on all pixels (Flatten), or on the mean of each map (GAP).",
         .charts = {probes_chart(cuts)},
         .tables = {probes_table(cuts)}},
        {.heading = "Where the numbers vary",
         .text = "Both parts together are the variance of a map over all pixels of all images. "
                 "The means, which GAP takes, keep the second.",
         .charts = {spreads_chart(cuts)},
         .tables = {spreads_table(cuts)}}};
}

}  // namespace stepgrad::lessons
