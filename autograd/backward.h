#pragma once

#include "autograd/node.h"

#include <memory>

namespace stepgrad {

/// The engine: runs the chain rule from `root` down to every leaf, newest node first.
///
/// `grad_output` is dL/d(root's output). Gradients of leaves add up over calls until they are
/// cleared; those of inner values go as soon as they are used, unless `retain_grad` asked for them.
/// Without `retain_graph` each node is taken out of the graph once it has run, so that what it
/// saved is free before older nodes need memory for theirs, unless a Variable still names the
/// node's output. The Observer in charge is told of the section "run_backward", of every node in
/// it, and of every leaf whose gradient is complete.
///
/// throws  GraphError if root is null or requires no gradient, if a node has been used before, or
///         if numbers saved for backward were changed; ShapeError if grad_output or a result of
///         some Node::backward has the wrong shape. After a throw leaves may hold part of their
///         gradient: clear them.
void run_backward(const std::shared_ptr<Node>& root, Tensor grad_output, bool retain_graph);

}  // namespace stepgrad
