#include "lessons/support/flatten_facts.h"

#include "autograd/text_table.h"
#include "lessons/support/lesson.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace stepgrad::lessons {
namespace {

// Numbers here are near 1. Single precision keeps seven digits, and sums of thousands of terms lose
// up to three of them. A weight that is wrong by a hundredth shows in the second digit.
constexpr double kRounding = 5e-5;

constexpr const char* kMeaning =
    " identities hold, but for rounding: a dense layer behind GAP is one behind Flatten that has "
    "to give all pixels of a map the same weight. Flatten leaves it the choice, and pays for "
    "every pixel.";

constexpr std::int64_t kBarCharacters = 30;

std::int64_t largest_total(const std::vector<ParameterBudget>& budgets) {
    std::int64_t largest = 1;
    for (const ParameterBudget& budget : budgets) {
        largest = std::max(largest, budget.total());
    }
    return largest;
}

// That share of the longest bar, rounded; but what is there is seen.
std::int64_t characters(std::int64_t part, std::int64_t largest) {
    const double share = static_cast<double>(part) / static_cast<double>(largest);
    const auto rounded = static_cast<std::int64_t>(std::lround(share * kBarCharacters));
    return part > 0 ? std::max<std::int64_t>(1, rounded) : 0;
}

// The longest bar must not grow by rounding both of its parts up.
std::string bar(const ParameterBudget& budget, std::int64_t largest) {
    const std::int64_t body = characters(budget.body, largest);
    const std::int64_t dense = std::min(characters(budget.dense, largest),
                                        std::max<std::int64_t>(kBarCharacters - body, 1));
    return std::string(static_cast<std::size_t>(body), '#') +
           std::string(static_cast<std::size_t>(dense), '=');
}

template <typename... Arguments>
std::string formatted(const char* format, Arguments... arguments) {
    char text[160];
    std::snprintf(text, sizeof text, format, arguments...);
    return text;
}

}  // namespace

LayerEffect effect_of(const std::string& name, const Tensor& maps, const Tensor& output,
                      const Tensor& by_loops) {
    return {name, maps.numel(), output.numel(), largest_difference(output, by_loops),
            output.shares_memory_with(maps)};
}

Identity compare(const std::string& name, const Variable& one, const Variable& other) {
    return {name, largest_difference(one.value(), other.value())};
}

bool holds(const Identity& identity) {
    return identity.largest_difference <= kRounding;
}

bool is_as_expected(const LayerEffect& effect) {
    return effect.largest_difference <= kRounding;
}

ParameterBudget budget_of(const std::string& name, Module& model) {
    ParameterBudget budget{.name = name};
    for (const NamedModule& named : model.named_modules()) {
        const bool is_dense = named.module->type_name() == "Linear";
        budget.dense_count += is_dense ? 1 : 0;
        for (const NamedParameter& own : named.module->own_parameters()) {
            if (own.parameter.is_defined()) {
                (is_dense ? budget.dense : budget.body) += own.parameter.value().numel();
            }
        }
    }
    return budget;
}

void print_effects(const std::vector<LayerEffect>& effects) {
    std::printf("%-10s %12s %12s %19s  %s\n", "", "numbers in", "numbers out", "largest difference",
                "memory");
    for (const LayerEffect& effect : effects) {
        std::printf("%-10s %12s %12s %19s  %s\n", effect.name.c_str(),
                    with_separators(effect.numbers_in).c_str(),
                    with_separators(effect.numbers_out).c_str(),
                    significant(effect.largest_difference).c_str(),
                    effect.shares_memory ? "its input's" : "its own");
    }
    std::fflush(stdout);
}

void print_identities(const std::vector<Identity>& identities) {
    std::printf("%-48s %18s\n", "", "largest difference");
    for (const Identity& identity : identities) {
        std::printf("%-48s %18s  %s\n", identity.name.c_str(),
                    significant(identity.largest_difference).c_str(),
                    holds(identity) ? "the same" : "DIFFERENT");
    }
    std::fflush(stdout);
}

std::string budgets_text(const std::vector<ParameterBudget>& budgets) {
    const std::int64_t largest = largest_total(budgets);
    std::string text = formatted("%-20s %11s %12s\n", "", "body", "dense");
    for (const ParameterBudget& budget : budgets) {
        text += formatted("%-20s %11s %12s  %s\n", budget.name.c_str(),
                          with_separators(budget.body).c_str(),
                          with_separators(budget.dense).c_str(), bar(budget, largest).c_str());
    }
    text += formatted("# body  = dense layers  (each stands for %s parameters, or for fewer)\n",
                      with_separators(largest / kBarCharacters).c_str());
    return text;
}

std::string conclusion(const std::vector<LayerEffect>& effects,
                       const std::vector<Identity>& identities) {
    std::string failed;
    for (const LayerEffect& effect : effects) {
        if (!is_as_expected(effect)) {
            failed += (failed.empty() ? "" : "; ") + effect.name + " is not what plain loops give";
        }
    }
    for (const Identity& identity : identities) {
        if (!holds(identity)) {
            failed += (failed.empty() ? "" : "; ") + identity.name;
        }
    }
    if (!failed.empty()) {
        return wrapped("This does not hold: " + failed + ".") + "\n";
    }
    return wrapped("All " + std::to_string(identities.size()) + kMeaning) + "\n";
}

bool all_hold(const std::vector<LayerEffect>& effects, const std::vector<Identity>& identities) {
    return !effects.empty() && !identities.empty() &&
           std::all_of(effects.begin(), effects.end(), is_as_expected) &&
           std::all_of(identities.begin(), identities.end(), holds);
}

}  // namespace stepgrad::lessons
