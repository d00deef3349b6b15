#include "lessons/support/flatten_claims.h"

#include "autograd/text_table.h"
#include "lessons/support/judge.h"
#include "lessons/support/lesson.h"

#include <stdexcept>

namespace stepgrad::lessons {
namespace {

// A stack of dense layers is worth doing without if it holds at least half of the parameters.
constexpr double kMostOfIt = 0.5;

// One dense layer gives the class scores; from two on it is a stack.
constexpr std::int64_t kNoStack = 1;

template <typename Fact>
const Fact& named(const std::vector<Fact>& facts, const std::string& name) {
    for (const Fact& fact : facts) {
        if (fact.name == name) {
            return fact;
        }
    }
    throw std::invalid_argument("claims: there is nothing called " + name);
}

double dense_share(const ParameterBudget& budget) {
    return ratio(budget.dense, budget.total());
}

std::string dense_text(const ParameterBudget& budget) {
    std::string text = budget.name + " " + percent(dense_share(budget));
    text += " (" + with_separators(budget.dense) + " in " + std::to_string(budget.dense_count);
    return text + (budget.dense_count == 1 ? " layer)" : " layers)");
}

Claim one_number_a_map(const LayerEffect& gap) {
    return {"C1", "GAP keeps one number per feature map, its mean: 220x220x30 becomes 30",
            "answer 2",
            with_separators(gap.numbers_in) + " numbers became " +
                with_separators(gap.numbers_out) + "; from the means that plain loops give they " +
                "differ by " + significant(gap.largest_difference) + " at most",
            gap.numbers_out == 30 && is_as_expected(gap) ? "holds" : "does not hold"};
}

Claim only_rearranges(const LayerEffect& flatten) {
    const bool keeps_all = flatten.numbers_in == flatten.numbers_out;
    return {"C2", "Flatten only rearranges; it selects nothing", "answer 2",
            with_separators(flatten.numbers_in) + " numbers in, " +
                with_separators(flatten.numbers_out) + " out, the largest change is " +
                significant(flatten.largest_difference) + "; they lie in " +
                (flatten.shares_memory ? "the same memory: not even moved"
                                       : "memory of their own: they were moved"),
            keeps_all && flatten.largest_difference == 0 ? "holds" : "does not hold"};
}

Claim no_stack_needed(const std::vector<ParameterBudget>& budgets) {
    const ParameterBudget& alexnet = named(budgets, "AlexNet");
    const ParameterBudget& vgg16 = named(budgets, "VGG16");
    const ParameterBudget& vgg16_gap = named(budgets, "VGG16, GAP");
    const ParameterBudget& googlenet = named(budgets, "GoogLeNet");
    const bool are_costly = dense_share(alexnet) >= kMostOfIt && dense_share(vgg16) >= kMostOfIt;
    const bool has_no_stack = googlenet.dense_count <= kNoStack;
    return {"C8", "No stack of dense layers is needed at the top, as AlexNet had",
            "Géron, quoted in answer 1",
            "parameters in dense layers: " + dense_text(alexnet) + ", " + dense_text(vgg16) + ", " +
                dense_text(googlenet) + ". VGG16 with GAP and one dense layer would have " +
                with_separators(vgg16_gap.total()) + " parameters, " +
                times(ratio(vgg16.total(), vgg16_gap.total())) +
                " fewer. Whether accuracy needs the stack is not measured here: lesson 8",
            are_costly && has_no_stack ? "depends" : "does not hold"};
}

}  // namespace

std::vector<Claim> flatten_claims(const std::vector<LayerEffect>& effects,
                                  const std::vector<ParameterBudget>& budgets) {
    return {one_number_a_map(named(effects, "GAP")), only_rearranges(named(effects, "Flatten")),
            no_stack_needed(budgets)};
}

}  // namespace stepgrad::lessons
