// Lesson 1: Where does a gradient come from?
//
// dL/dw says how fast the loss L changes when the number w does. The chain rule finds it from the
// loss backwards: by hand, or by the engine. A number that is used twice must hear from both of its
// users before it passes its gradient on. What if it does not wait?
//
// First breakpoint: the line with loss.backward().

#include "autograd/graph_text.h"
#include "autograd/ops.h"
#include "layers/relu.h"
#include "lessons/support/gradients_by_hand.h"
#include "lessons/support/lesson.h"
#include "lessons/support/options.h"
#include "lessons/support/write_results.h"

#include <cmath>
#include <iostream>
#include <map>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

// One unit: z = w x + b, y = relu(z), and its loss L = (y - t)^2.
constexpr double kW = 0.5, kX = 3, kB = -0.2, kT = 2;

std::vector<Derivative> differentiate() {
    // By hand: forward, then back from the loss, each derivative from the one before.
    const double z_by_hand = kW * kX + kB;
    const double y_by_hand = z_by_hand > 0 ? z_by_hand : 0;
    const double grad_y = 2 * (y_by_hand - kT);
    const double grad_z = z_by_hand > 0 ? grad_y : 0;

    // By the engine: each operation leaves a node behind that knows its own derivative.
    const Variable w = number(kW), x = number(kX), b = number(kB), t = number(kT);
    Variable z = w * x + b;
    Variable y = relu(z);
    const Variable error = y - t;
    const Variable loss = error * error;
    std::cout << "w = " << kW << ", x = " << kX << ", b = " << kB << ", t = " << kT
              << " give z = " << z.item() << ", y = " << y.item() << ", L = " << loss.item()
              << ":\n\n" + graph_text(loss) + "\n";
    z.retain_grad();  // unasked, only leaves keep their gradient
    y.retain_grad();
    loss.backward();  // <-- step in here

    return {{"y", "2 (y - t)", grad_y, y.grad().item()},
            {"z", "dL/dy if z > 0, else 0", grad_z, z.grad().item()},
            {"w", "dL/dz * x", grad_z * kX, w.grad().item()},
            {"x", "dL/dz * w", grad_z * kW, x.grad().item()},
            {"b", "dL/dz", grad_z, b.grad().item()},
            {"t", "-2 (y - t)", -grad_y, t.grad().item()}};
}

// L when one of the numbers is moved and everything that depends on it follows.
double moved_loss(const std::string& moved, double h) {
    std::map<std::string, double> by{{moved, h}};  // 0 for all others
    const double z = (kW + by["w"]) * (kX + by["x"]) + kB + by["b"] + by["z"];
    const double y = (z > 0 ? z : 0) + by["y"];
    return std::pow(y - kT - by["t"], 2);
}

enum class Order { kSumSoFar, kOnlyOnce, kEachArrival, kNewestFirst };

// Depth first: what arrives at a node goes on at once. Returns how often it called backward().
int depth_first(Node& node, const Tensor& grad, Order order) {
    const Scalar so_far = node.grad.is_defined() ? node.grad.item() : 0;
    node.grad = Tensor::full({}, so_far + grad.item());
    if (node.is_leaf() || (node.consumed && order == Order::kOnlyOnce)) {
        return 0;
    }
    node.consumed = true;
    const auto grads = node.backward(order == Order::kEachArrival ? grad : node.grad);
    int calls = 1;
    for (std::size_t i = 0; i < grads.size(); ++i) {
        calls += depth_first(*node.parents[i], grads[i], order);
    }
    return calls;
}

Traversal walk(const std::string& name, int doublings, Order order) {
    const Variable a = number(1);
    Variable last = a;
    for (int i = 0; i < doublings; ++i) {
        last = last + last;
    }
    const int calls = order == Order::kNewestFirst
                          ? calls_of_backward(last)
                          : depth_first(*last.node(), Tensor::full({}, 1), order);
    return {name, doublings, a.grad().item(), calls, order == Order::kNewestFirst};
}

int lesson(int argc, char** argv) {
    double step = 1e-4;
    OutputOptions options;
    CommandLine line("Lesson 1: Where does a gradient come from?");
    line.add_number("--step", step, 1e-15, 10, "how far the difference quotient moves a number");
    add_output_options(line, options);
    int exit_code = 0;
    if (!parse(line, options, argc, argv, exit_code)) {
        return exit_code;
    }

    print_title("Lesson 1: Where does a gradient come from?");
    std::cout << "One unit, z = w x + b and y = relu(z), should give t. Its loss is (y - t)^2.\n"
                 "How fast does the loss change with each number?\n";

    print_section("1. The chain rule");
    std::vector<Derivative> derivatives = differentiate();
    for (Derivative& d : derivatives) {  // dL/dw is about (L(w + h) - L(w - h)) / 2h
        d.difference = (moved_loss(d.name, step) - moved_loss(d.name, -step)) / (2 * step);
    }
    print_derivatives(derivatives);

    print_section("2. Who goes first?");
    std::cout << "b = a + a, c = b + b, ...: after n doublings the gradient of a is 2^n. Each +\n"
                 "sends its gradient to the same number twice. When does that one pass it on?\n\n";
    std::vector<Traversal> traversals;
    for (const int doublings : {2, 5}) {
        traversals.push_back(walk("depth first, the sum so far", doublings, Order::kSumSoFar));
        traversals.push_back(walk("depth first, only once", doublings, Order::kOnlyOnce));
        traversals.push_back(walk("depth first, each arrival", doublings, Order::kEachArrival));
        traversals.push_back(walk("newest first (the engine)", doublings, Order::kNewestFirst));
    }
    print_traversals(traversals);

    print_section("What this run says");
    std::cout << conclusion(derivatives, traversals)
              << "All users of a number are younger than it: newest first, its sum is complete.\n";
    write_results(
        gradients_page(derivatives, traversals),
        {.lesson = "01_gradients_by_hand", .derivatives = derivatives, .traversals = traversals},
        options);
    return engine_is_right(derivatives, traversals) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    return run_lesson(argv[0], lesson, argc, argv);
}
