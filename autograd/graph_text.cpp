#include "autograd/graph_text.h"

#include <cstddef>
#include <unordered_set>
#include <utility>
#include <vector>

namespace stepgrad {
namespace {

std::string titled(const Node& node) {
    return std::string(node.name()) + " #" + std::to_string(node.id) + " " +
           node.output_shape.to_string();
}

std::string described(const Node& node) {
    std::string text = titled(node);
    text += node.module_path.empty() ? "" : " at " + node.module_path;
    text += node.is_leaf() && !node.requires_grad ? " (frozen)" : "";
    text += node.consumed ? " (used)" : "";
    return text;
}

// One line that is still to be written.
struct PendingLine {
    const Node* node;    // null: an input whose gradient nobody wants
    std::string margin;  // what stands in front of the branch
    const char* branch;  // "+- ", or "`- " for the last input; empty for the root
    int depth;
};

// The inputs of a node, the last one first, since the lines are taken from the back of the list.
void push_inputs(const PendingLine& line, std::vector<PendingLine>& pending) {
    const std::string branch = line.branch;
    const std::string margin = line.margin + (branch.empty()    ? ""
                                              : branch == "`- " ? "   "
                                                                : "|  ");
    const auto& parents = line.node->parents;
    for (std::size_t i = parents.size(); i-- > 0;) {
        const bool is_last = i + 1 == parents.size();
        pending.push_back({parents[i].get(), margin, is_last ? "`- " : "+- ", line.depth + 1});
    }
}

std::string escaped(const std::string& label) {
    std::string text;
    for (const char letter : label) {
        if (letter == '"' || letter == '\\') {
            text += '\\';
        }
        text += letter;
    }
    return text;
}

// "n17"
std::string dot_name(const Node& node) {
    std::string name = "n";
    name += std::to_string(node.id);  // not "n" + ..., of which GCC 12 warns without cause
    return name;
}

}  // namespace

// The lines still to be written are a list of our own, so that a long chain cannot overflow the
// stack.
std::string graph_text(const Variable& root, int max_depth) {
    if (root.node() == nullptr) {
        return "no graph: nothing was recorded\n";
    }
    std::string text;
    std::unordered_set<const Node*> written;
    std::vector<PendingLine> pending{{root.node().get(), "", "", 0}};
    while (!pending.empty()) {
        const PendingLine line = std::move(pending.back());
        pending.pop_back();
        text += line.margin + line.branch;
        if (line.node == nullptr) {
            text += "no gradient wanted\n";
        } else if (!written.insert(line.node).second) {
            text += titled(*line.node) + " (above)\n";
        } else if (line.depth >= max_depth && !line.node->parents.empty()) {
            text += described(*line.node) + " (what is below it is cut off)\n";
        } else {
            text += described(*line.node) + "\n";
            push_inputs(line, pending);
        }
    }
    return text;
}

std::string graph_dot(const Variable& root) {
    std::string text = "digraph stepgrad {\n    node [shape=ellipse];\n";
    std::vector<const Node*> pending;
    std::unordered_set<const Node*> seen;
    if (root.node() != nullptr) {
        pending.push_back(root.node().get());
        seen.insert(root.node().get());
    }
    while (!pending.empty()) {
        const Node& node = *pending.back();
        pending.pop_back();
        const std::string name = dot_name(node);
        text += "    " + name + " [label=\"" + escaped(described(node)) + "\"" +
                (node.is_leaf() ? ", shape=box" : "") + "];\n";
        for (const std::shared_ptr<Node>& parent : node.parents) {
            if (parent == nullptr) {
                continue;
            }
            text += "    " + dot_name(*parent) + " -> " + name + ";\n";
            if (seen.insert(parent.get()).second) {
                pending.push_back(parent.get());
            }
        }
    }
    return text + "}\n";
}

}  // namespace stepgrad
