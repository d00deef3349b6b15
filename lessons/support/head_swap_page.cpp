#include "lessons/support/head_swap_page.h"

#include "autograd/text_table.h"
#include "lessons/support/lesson.h"

namespace stepgrad::lessons {
namespace {

constexpr double kMillion = 1e6;

Chart heads_chart(const std::vector<HeadSwap>& swaps) {
    Chart chart{.title = "Parameters of both heads",
                .kind = ChartKind::kBars,
                .x_title = "network",
                .y_title = "parameters (millions)",
                .labels = {},
                .series = {{"Flatten", {}}, {"GAP", {}}}};
    for (const HeadSwap& swap : swaps) {
        chart.labels.push_back(swap.name);
        chart.series[0].values.push_back(static_cast<double>(swap.flatten_head) / kMillion);
        chart.series[1].values.push_back(static_cast<double>(swap.gap_head) / kMillion);
    }
    return chart;
}

Chart growth_chart(const std::vector<HeadSwap>& growth) {
    Chart chart{.title = growth.front().name + ", by the size of images",
                .kind = ChartKind::kLines,
                .x_title = "pixels along a side of the image",
                .y_title = "parameters of the head",
                .labels = {},
                .series = {{"Flatten", {}}, {"GAP", {}}}};
    for (const HeadSwap& swap : growth) {
        chart.labels.push_back(std::to_string(swap.image_side));
        chart.series[0].values.push_back(static_cast<double>(swap.flatten_head));
        chart.series[1].values.push_back(static_cast<double>(swap.gap_head));
    }
    return chart;
}

Table swaps_table(const std::vector<HeadSwap>& swaps) {
    Table table{.caption = "",
                .columns = {"network", "base", "Flatten head", "GAP head", "head shrinks",
                            "network shrinks"},
                .rows = {}};
    for (const HeadSwap& swap : swaps) {
        table.rows.push_back({{swap.name},
                              {with_separators(swap.base)},
                              {with_separators(swap.flatten_head)},
                              {with_separators(swap.gap_head)},
                              {fixed(swap.head_factor(), 1) + " times"},
                              {fixed(swap.whole_factor(), 2) + " times"}});
    }
    return table;
}

Table sizes_table(const std::vector<OpenSize>& sizes) {
    Table table{.caption = "Made for images of 224x224, shown maps of 256x256 ones",
                .columns = {"network", "GAP", "Flatten"},
                .rows = {}};
    const auto answer = [](const std::string& error) {
        return error.empty() ? std::string("accepts them") : error;
    };
    for (const OpenSize& size : sizes) {
        table.rows.push_back({{size.name}, {answer(size.gap_error)}, {answer(size.flatten_error)}});
    }
    return table;
}

Table fits_table(const std::vector<Fit>& fits) {
    Table table{.caption = "Networks with both counts that a reader reported",
                .columns = {"maps and dense layers", "base"},
                .rows = {}};
    for (const Fit& fit : fits) {
        table.rows.push_back({{fit_text(fit)}, {fit.base.names}});
    }
    return table;
}

}  // namespace

Report head_swap_page(const std::string& title, const std::string& idea,
                      const std::vector<HeadSwap>& swaps, const std::vector<HeadSwap>& growth,
                      const std::vector<OpenSize>& sizes, const std::vector<Fit>& fits) {
    return {.title = title,
            .idea = idea,
            .do_not_conclude =
                "that a network with fewer parameters is the better one, or the "
                "faster: most multiplications are the base's.",
            .sections = {{.heading = "The same base, both heads",
                          .charts = {heads_chart(swaps)},
                          .tables = {swaps_table(swaps)}},
                         {.heading = "Larger images", .charts = {growth_chart(growth)}},
                         {.heading = "Images of another size", .tables = {sizes_table(sizes)}},
                         {.heading = "Which network did the reader have?",
                          .text = "The reader's own is not known; these are the candidates among "
                                  "common bases, maps of 2x2 to 16x16 pixels and usual widths.",
                          .tables = {fits_table(fits)}}}};
}

}  // namespace stepgrad::lessons
