#pragma once

#include "autograd/saved_tensor.h"
#include "autograd/tensor.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace stepgrad {

/// One step of the chain rule, and the slot where the gradient of its output adds up.
///
/// An operation `foo` derives `FooBackward` from it, with the saved values its formula needs and
/// nothing more. Nodes are owned by the Variables and the younger nodes that point to them; a node
/// points only to older ones, so there are no cycles. Not for several threads at once.
struct Node {
    Node();
    virtual ~Node();
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;

    /// "Conv2dBackward"
    virtual const char* name() const = 0;

    /// Given dL/d(output), returns dL/d(input i) for each input, in the order of `parents`. Where
    /// wants(i) is false the result may be an undefined Tensor: nobody reads it.
    /// grad_output is only lent, and other nodes may hold the same numbers: clone() it before writing
    /// to it. The engine throws GraphError if it was changed.
    virtual std::vector<Tensor> backward(const Tensor& grad_output) = 0;

    /// True if somebody waits for the gradient of input i: not if it was frozen since.
    bool wants(std::size_t i) const {
        return i < parents.size() && parents[i] != nullptr && parents[i]->requires_grad;
    }

    virtual bool is_leaf() const { return false; }

    std::vector<std::shared_ptr<Node>> parents;  // who receives the results; null: nobody
    Tensor grad;                                 // dL/d(output), summed over all its users
    Shape output_shape;
    std::uint64_t id;  // creation order, which is a topological order
    bool requires_grad = true;
    bool retain_grad = false;  // keep `grad` after backward; leaves always do
    bool consumed = false;     // backward has run and what it needed is gone

    // What the operation was, set only while an Observer looks on.
    std::string module_path;         // "features.3"
    const char* operation = "";      // "conv2d"
    std::int64_t multiply_adds = 0;  // of forward; 0 where the operation does not count them
};

/// The node of a value that nobody computed: a parameter, or an input whose gradient is asked for.
struct Leaf final : Node {
    const char* name() const override { return "Leaf"; }
    bool is_leaf() const override { return true; }

    /// Never called: a leaf has nobody to pass its gradient on to.
    std::vector<Tensor> backward(const Tensor& grad_output) override;
};

}  // namespace stepgrad
