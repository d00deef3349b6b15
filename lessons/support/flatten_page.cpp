#include "lessons/support/flatten_page.h"

#include "autograd/text_table.h"
#include "lessons/support/lesson.h"

namespace stepgrad::lessons {
namespace {

constexpr double kMillion = 1e6;

Table effects_table(const std::vector<LayerEffect>& effects) {
    Table table{.caption = "",
                .columns = {"layer", "numbers in", "numbers out", "copied", "from plain loops"},
                .rows = {}};
    for (const LayerEffect& effect : effects) {
        table.rows.push_back({{effect.name},
                              {with_separators(effect.numbers_in)},
                              {with_separators(effect.numbers_out)},
                              {effect.shares_memory ? "nothing" : "yes"},
                              {significant(effect.largest_difference)}});
    }
    return table;
}

Table identities_table(const std::vector<Identity>& identities) {
    Table table{.caption = "", .columns = {"", "largest difference", ""}, .rows = {}};
    for (const Identity& identity : identities) {
        table.rows.push_back({{identity.name},
                              {significant(identity.largest_difference)},
                              {holds(identity) ? "holds" : "FAILS"}});
    }
    return table;
}

Chart budgets_chart(const std::vector<ParameterBudget>& budgets) {
    Chart chart{.title = "Parameters of whole networks",
                .kind = ChartKind::kStackedBars,
                .x_title = "network",
                .y_title = "parameters (millions)",
                .labels = {},
                .series = {{"body", {}}, {"dense layers", {}}}};
    for (const ParameterBudget& budget : budgets) {
        chart.labels.push_back(budget.name);
        chart.series[0].values.push_back(static_cast<double>(budget.body) / kMillion);
        chart.series[1].values.push_back(static_cast<double>(budget.dense) / kMillion);
    }
    return chart;
}

}  // namespace

Report flatten_page(const std::string& title, const std::vector<LayerEffect>& effects,
                    const std::vector<Identity>& identities,
                    const std::vector<ParameterBudget>& budgets) {
    return {
        .title = title,
        .idea =
            "Flatten and global average pooling have no weights. What do they do to numbers, "
            "and to the dense layer behind them?",
        .do_not_conclude =
            "that the head with fewer parameters is the better one: no network was trained here "
            "(that is for lessons 6 and 8).",
        .sections = {
            {.heading = "What they do to 30 maps of 220x220", .tables = {effects_table(effects)}},
            {.heading = "Three ways to the same class scores",
             .text = "A dense layer behind GAP is one behind Flatten whose weights are "
                     "tied; and a 1x1 convolution in front of GAP.",
             .tables = {identities_table(identities)}},
            {.heading = "Where the parameters are", .charts = {budgets_chart(budgets)}}}};
}

JsonReport flatten_results(const std::vector<Claim>& claims, std::uint64_t seed,
                           const std::vector<LayerEffect>& effects,
                           const std::vector<Identity>& identities,
                           const std::vector<ParameterBudget>& budgets) {
    return {.lesson = "05_flatten",
            .seed = seed,
            .claims = claims,
            .effects = effects,
            .identities = identities,
            .budgets = budgets};
}

}  // namespace stepgrad::lessons
