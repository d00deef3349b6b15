#pragma once

#include "autograd/variable.h"

#include <string>

namespace stepgrad {

/// The graph below a value as indented text: one node a line, each node's inputs below it in their
/// order, a node that is reached again only referred to.
///
///     AddBackward #5 [2]
///     +- MulBackward #4 [2] at features.3
///     |  +- Leaf #1 [2]
///     |  `- no gradient wanted
///     `- Leaf #1 [2] (above)
///
/// A node is followed by "(used)" once backward has run through it: its inputs are forgotten then.
/// Module paths are known if an Observer looked on during forward. Whatever lies more than
/// `max_depth` nodes below the root is cut off, and said to be.
///
/// returns  lines that end in '\n'; one line that says so if nothing was recorded
std::string graph_text(const Variable& root, int max_depth = 100);

/// The same graph for Graphviz (`dot -Tsvg`), with arrows in the direction of forward.
///
/// returns  a complete `digraph`; without nodes if nothing was recorded
std::string graph_dot(const Variable& root);

}  // namespace stepgrad
