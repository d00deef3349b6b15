#pragma once

#include "autograd/tensor.h"
#include "autograd/variable.h"
#include "layers/module.h"
#include "lessons/support/differences.h"

#include <cstdint>
#include <string>
#include <vector>

// What lesson 5 finds out.
namespace stepgrad::lessons {

/// What one layer makes of feature maps, beside what plain loops make of them.
struct LayerEffect {
    std::string name;  // "GAP"
    std::int64_t numbers_in = 0;
    std::int64_t numbers_out = 0;
    double largest_difference = 0;  // from the plain loops
    bool shares_memory = false;     // the output lies where the input lies
};

/// Two ways to the same numbers.
struct Identity {
    std::string name;               // "GAP = Flatten on 1x1 maps"
    double largest_difference = 0;  // between what the two gave
};

/// Where the parameters of a network are.
struct ParameterBudget {
    std::string name;  // "VGG16"
    std::int64_t body = 0;
    std::int64_t dense = 0;        // in layers of type Linear
    std::int64_t dense_count = 0;  // how many such layers

    std::int64_t total() const { return body + dense; }
};

/// Compares what a layer made of maps with what plain loops made of them.
LayerEffect effect_of(const std::string& name, const Tensor& maps, const Tensor& output,
                      const Tensor& by_loops);

/// Compares two ways to the same numbers.
Identity compare(const std::string& name, const Variable& one, const Variable& other);

/// True if the two differ by no more than rounding. A NaN does not hold.
bool holds(const Identity& identity);

/// True if the layer gives what plain loops give, but for rounding.
bool is_as_expected(const LayerEffect& effect);

/// Counts, by the types of the layers; also without numbers, under a ShapeOnlyGuard.
ParameterBudget budget_of(const std::string& name, Module& model);

/// A line for each layer.
void print_effects(const std::vector<LayerEffect>& effects);

/// A line for each identity: the largest difference, and whether that is rounding.
void print_identities(const std::vector<Identity>& identities);

/// A line for each network with a bar: '#' for the body, '=' for dense layers, all on one scale. A
/// part that is there gets one character at least.
///
/// returns  lines of at most 79 characters, each with a line feed
std::string budgets_text(const std::vector<ParameterBudget>& budgets);

/// What the identities say; or which of them, or of the layers, fails.
std::string conclusion(const std::vector<LayerEffect>& effects,
                       const std::vector<Identity>& identities);

/// True if there are some of both, all layers are as expected, and all identities hold.
bool all_hold(const std::vector<LayerEffect>& effects, const std::vector<Identity>& identities);

}  // namespace stepgrad::lessons
