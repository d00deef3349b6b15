#pragma once

#include "autograd/node.h"
#include "autograd/tensor.h"

#include <cstdint>
#include <memory>

namespace stepgrad {

/// A Tensor plus its place in the graph of operations.
///
/// A Variable is a handle: copying one shares value and node. Pass it by `const Variable&`; by
/// value it adds a stop in its copy constructor to every `step` of a debugger.
class Variable {
public:
    /// Undefined: stands for "no bias".
    Variable() = default;

    /// A value that nobody computed. With `requires_grad` its gradient can be asked for.
    explicit Variable(const Tensor& value, bool requires_grad = false);

    /// What an operation returns; `node` is null if nothing was recorded.
    Variable(const Tensor& value, std::shared_ptr<Node> node);

    bool is_defined() const { return value_.is_defined(); }
    const Tensor& value() const { return value_; }
    const Shape& shape() const { return value_.shape(); }

    /// The only number of a value with one element, as a loss has.
    ///
    /// throws  ShapeError if there are more or fewer
    Scalar item() const { return value_.item(); }

    /// dL/d(this value), or an undefined Tensor if there is none (yet). After backward only leaves
    /// and values that called retain_grad() have one.
    const Tensor& grad() const;

    bool requires_grad() const { return node_ != nullptr && node_->requires_grad; }

    /// Turns gradients of a leaf on or off: how a layer is frozen.
    ///
    /// throws  GraphError for a value that an operation computed, or for an undefined one
    void set_requires_grad(bool requires_grad);

    /// Keeps the gradient of a value that an operation computed, for looking at after backward.
    /// It is that of the latest backward alone; only gradients of leaves add up over several.
    ///
    /// throws  GraphError if the value has no gradient
    void retain_grad();

    /// Forgets the gradient. The next backward starts from nothing.
    void clear_grad();

    /// Computes dL/dx for every leaf x below this loss, and adds it to what is there.
    ///
    /// throws  GraphError if this value was not computed from anything that requires a gradient,
    ///         or if the graph was used before without `retain_graph`;
    ///         ShapeError if this value is not a single number
    void backward(bool retain_graph = false) const;

    /// The same for a value of any shape, given dL/d(this value).
    void backward(const Tensor& grad_output, bool retain_graph = false) const;

    /// The same numbers without a place in the graph.
    Variable detach() const { return Variable(value_); }

    const std::shared_ptr<Node>& node() const { return node_; }

private:
    Tensor value_;
    std::shared_ptr<Node> node_;
};

}  // namespace stepgrad
