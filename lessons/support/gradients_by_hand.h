#pragma once

#include "autograd/variable.h"
#include "lessons/support/report/report.h"

#include <string>
#include <vector>

namespace stepgrad::lessons {

/// One derivative of the loss, found in three ways.
struct Derivative {
    std::string name;     // "w" for dL/dw
    std::string formula;  // "dL/dz * x": how the chain rule writes it
    double by_hand = 0;
    double engine = 0;
    double difference = 0;  // (L(w + h) - L(w - h)) / 2h
};

/// What one way of walking through a graph gives for a number that was doubled again and again.
struct Traversal {
    std::string name;        // "newest first"
    int doublings = 0;       // how often
    double gradient = 0;     // of the number that the doubling started from
    int calls = 0;           // of Node::backward
    bool is_engine = false;  // it is the walk of run_backward
};

/// True if all three numbers are the same, but for rounding. A NaN agrees with nothing.
bool agrees(const Derivative& derivative);

/// True if the gradient is 2^doublings, exactly: these are small whole numbers.
bool is_right(const Traversal& traversal);

/// A single number whose gradient can be asked for.
Variable number(double value);

/// Runs backward() and counts the nodes that it asks.
int calls_of_backward(const Variable& root);

/// A line for each derivative, the three numbers side by side.
void print_derivatives(const std::vector<Derivative>& derivatives);

/// A line for each walk: what it gives, and at what price.
void print_traversals(const std::vector<Traversal>& traversals);

/// What the tables above say, in words.
///
/// returns  "All 6 derivatives agree: ..." or which ones differ; which walks were always right
std::string conclusion(const std::vector<Derivative>& derivatives,
                       const std::vector<Traversal>& traversals);

/// The page of lesson 1.
Report gradients_page(const std::vector<Derivative>& derivatives,
                      const std::vector<Traversal>& traversals);

/// True if there are derivatives and walks of the engine, all derivatives agree, and the engine is
/// always right. Other walks may fail.
bool engine_is_right(const std::vector<Derivative>& derivatives,
                     const std::vector<Traversal>& traversals);

}  // namespace stepgrad::lessons
