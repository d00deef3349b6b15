#include "lessons/support/gradients_by_hand.h"

#include "autograd/observer.h"
#include "lessons/support/lesson.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace stepgrad::lessons {
namespace {

// Of the larger of 1 and the number by hand. The engine computes in single precision, which keeps
// seven digits; the few operations of the lesson may cost the last one.
constexpr double kTolerance = 1e-5;

// Written so that a NaN is not close.
bool is_close(double number, double by_hand) {
    return std::abs(number - by_hand) <= kTolerance * std::max(1.0, std::abs(by_hand));
}

struct CallCount final : Observer {
    void on_backward(const Backward& /*event*/) override { ++calls; }
    int calls = 0;
};

// The walks that were right each time, in the order they were first tried.
std::vector<std::string> always_right(const std::vector<Traversal>& traversals) {
    std::vector<std::string> names;
    for (const Traversal& candidate : traversals) {
        const bool is_wrong_somewhere =
            std::any_of(traversals.begin(), traversals.end(), [&](const Traversal& other) {
                return other.name == candidate.name && !is_right(other);
            });
        if (!is_wrong_somewhere &&
            std::find(names.begin(), names.end(), candidate.name) == names.end()) {
            names.push_back(candidate.name);
        }
    }
    return names;
}

}  // namespace

bool agrees(const Derivative& derivative) {
    return is_close(derivative.engine, derivative.by_hand) &&
           is_close(derivative.difference, derivative.by_hand);
}

bool is_right(const Traversal& traversal) {
    return traversal.gradient == std::ldexp(1.0, traversal.doublings);
}

Variable number(double value) {
    return Variable(Tensor::full({}, static_cast<Scalar>(value)), /*requires_grad=*/true);
}

int calls_of_backward(const Variable& root) {
    CallCount count;
    const ObserverGuard guard(count);
    root.backward();
    return count.calls;
}

void print_derivatives(const std::vector<Derivative>& derivatives) {
    std::printf("%-6s %-23s %11s %11s %11s\n", "", "chain rule", "by hand", "engine", "difference");
    for (const Derivative& derivative : derivatives) {
        std::printf("dL/d%-2s %-23s %11.6f %11.6f %11.6f  %s\n", derivative.name.c_str(),
                    derivative.formula.c_str(), derivative.by_hand, derivative.engine,
                    derivative.difference, agrees(derivative) ? "agree" : "DIFFER");
    }
    std::fflush(stdout);
}

void print_traversals(const std::vector<Traversal>& traversals) {
    std::printf("%-28s %9s %9s %9s\n", "", "doublings", "gradient", "calls");
    for (const Traversal& traversal : traversals) {
        std::printf("%-28s %9d %9g %9d  %s\n", traversal.name.c_str(), traversal.doublings,
                    traversal.gradient, traversal.calls, is_right(traversal) ? "right" : "WRONG");
    }
    std::fflush(stdout);
}

std::string conclusion(const std::vector<Derivative>& derivatives,
                       const std::vector<Traversal>& traversals) {
    std::vector<std::string> different;
    for (const Derivative& derivative : derivatives) {
        if (!agrees(derivative)) {
            different.push_back("dL/d" + derivative.name);
        }
    }
    const std::string count = std::to_string(derivatives.size());
    const std::vector<std::string> right = always_right(traversals);
    return (different.empty()
                ? "All " + count + " derivatives agree: by hand, engine, difference.\n"
                : std::to_string(different.size()) + " of " + count +
                      " derivatives differ: " + joined(different, "; ") + ".\n") +
           "Always right: " + (right.empty() ? "no walk" : joined(right, "; ")) + ".\n";
}

Report gradients_page(const std::vector<Derivative>& derivatives,
                      const std::vector<Traversal>& traversals) {
    Table three_ways{.caption = "Each derivative in three ways",
                     .columns = {"", "chain rule", "by hand", "engine", "difference", ""},
                     .rows = {}};
    for (const Derivative& d : derivatives) {
        three_ways.rows.push_back({{"dL/d" + d.name},
                                   {d.formula},
                                   {std::to_string(d.by_hand)},
                                   {std::to_string(d.engine)},
                                   {std::to_string(d.difference)},
                                   {agrees(d) ? "agree" : "DIFFER"}});
    }
    Table walks{.caption = "A number that was doubled: four orders of walking back",
                .columns = {"", "doublings", "gradient", "calls of backward()", ""},
                .rows = {}};
    for (const Traversal& walk : traversals) {
        walks.rows.push_back({{walk.name},
                              {std::to_string(walk.doublings)},
                              {std::to_string(std::llround(walk.gradient))},
                              {std::to_string(walk.calls)},
                              {is_right(walk) ? "right" : "WRONG"}});
    }
    return {.title = "Lesson 1: Where does a gradient come from?",
            .idea =
                "One unit, z = w x + b and y = relu(z), should give t; its loss is (y - t)^2. "
                "The chain rule goes back from the loss, by hand and in the engine.",
            .do_not_conclude =
                "that a difference quotient is a derivative because the three ways "
                "agree here: across the kink of a ReLU it is none.",
            .sections = {{.heading = "What this run says",
                          .text = conclusion(derivatives, traversals),
                          .tables = {three_ways, walks}}}};
}

bool engine_is_right(const std::vector<Derivative>& derivatives,
                     const std::vector<Traversal>& traversals) {
    const auto is_engine = [](const Traversal& t) {
        return t.is_engine;
    };
    return !derivatives.empty() && std::all_of(derivatives.begin(), derivatives.end(), agrees) &&
           std::any_of(traversals.begin(), traversals.end(), is_engine) &&
           std::all_of(traversals.begin(), traversals.end(),
                       [](const Traversal& t) { return !t.is_engine || is_right(t); });
}

}  // namespace stepgrad::lessons
