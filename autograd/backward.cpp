#include "autograd/backward.h"

#include "autograd/error.h"
#include "autograd/kernels/elementwise.h"
#include "autograd/observer.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace stepgrad {
namespace {

std::string described(const Node& node) {
    std::string text = std::string(node.name()) + " #" + std::to_string(node.id);
    return node.module_path.empty() ? text : text + " at " + node.module_path;
}

void require_not_consumed(const Node& node) {
    if (node.consumed) {
        throw GraphError("backward: " + described(node) +
                         " has already been used; pass retain_graph = true to use it twice");
    }
}

// Every node that can be reached from root, newest first. A node is created after its parents, so
// when its turn comes all its users have already run.
std::vector<std::shared_ptr<Node>> reachable_newest_first(const std::shared_ptr<Node>& root) {
    std::vector<std::shared_ptr<Node>> found{root};
    std::unordered_set<const Node*> seen{root.get()};
    for (std::size_t next = 0; next < found.size(); ++next) {
        const std::shared_ptr<Node> node = found[next];
        require_not_consumed(*node);
        for (const std::shared_ptr<Node>& parent : node->parents) {
            if (parent != nullptr && seen.insert(parent.get()).second) {
                found.push_back(parent);
            }
        }
    }
    std::sort(found.begin(), found.end(),
              [](const auto& a, const auto& b) { return a->id > b->id; });
    return found;
}

// For each leaf the position, in running order, of its oldest user: once that one has run, the
// leaf's gradient is complete.
std::unordered_map<const Node*, std::size_t> last_uses_of_leaves(
    const std::vector<std::shared_ptr<Node>>& nodes) {
    std::unordered_map<const Node*, std::size_t> last_use;
    for (std::size_t position = 0; position < nodes.size(); ++position) {
        for (const std::shared_ptr<Node>& parent : nodes[position]->parents) {
            if (parent != nullptr && parent->is_leaf()) {
                last_use[parent.get()] = position;
            }
        }
    }
    return last_use;
}

// node.grad += grad. Two nodes may hold one buffer (a + b sends the same gradient both ways), so a
// gradient is copied before it is first added to if someone else holds it. A leaf always owns its
// own, since it lives on when the graph is gone.
void add_gradient(Node& node, Tensor grad) {
    if (!node.grad.is_defined()) {
        const bool is_shared = grad.use_count() > 1;
        node.grad = node.is_leaf() && is_shared ? grad.clone() : std::move(grad);
        return;
    }
    if (node.grad.use_count() > 1) {
        node.grad = node.grad.clone();
    }
    kernels::add_in_place(grad.data(), node.grad.mutable_data(), grad.numel());
}

void check_gradients(const Node& node, const std::vector<Tensor>& grads) {
    if (grads.size() != node.parents.size()) {
        throw GraphError("backward: " + described(node) + " returned " +
                         std::to_string(grads.size()) + " gradients for " +
                         std::to_string(node.parents.size()) + " inputs");
    }
    for (std::size_t i = 0; i < grads.size(); ++i) {
        if (node.wants(i) && !grads[i].has_numbers()) {
            throw GraphError("backward: " + described(node) + " returned no gradient for input " +
                             std::to_string(i));
        }
        if (node.wants(i) && grads[i].shape() != node.parents[i]->output_shape) {
            throw ShapeError("backward: " + described(node) + " returned a gradient " +
                             grads[i].shape().to_string() + " for input " + std::to_string(i) +
                             ", which is " + node.parents[i]->output_shape.to_string());
        }
    }
}

void give_to_parents(Node& node, std::vector<Tensor> grads) {
    for (std::size_t i = 0; i < grads.size(); ++i) {
        if (node.wants(i)) {
            add_gradient(*node.parents[i], std::move(grads[i]));
        }
    }
}

void tell_complete_leaves(const Node& node, std::size_t position,
                          const std::unordered_map<const Node*, std::size_t>& last_use) {
    Observer* observer = current_observer();
    if (observer == nullptr) {
        return;
    }
    for (std::size_t i = 0; i < node.parents.size(); ++i) {
        const std::shared_ptr<Node>& parent = node.parents[i];
        // The same leaf may be several inputs of this node; tell of it once.
        const bool is_first = std::find(node.parents.begin(), node.parents.begin() + i, parent) ==
                              node.parents.begin() + i;
        if (parent != nullptr && parent->is_leaf() && is_first &&
            last_use.at(parent.get()) == position) {
            observer->on_gradient_complete(static_cast<Leaf&>(*parent));
        }
    }
}

// Drops the gradients of inner nodes however backward ends, so that none is counted twice later.
class InnerGradients {
public:
    explicit InnerGradients(const std::vector<std::shared_ptr<Node>>& nodes) : nodes_(nodes) {}
    ~InnerGradients() {
        for (const std::shared_ptr<Node>& node : nodes_) {
            if (node != nullptr && !node->is_leaf() && !node->retain_grad) {
                node->grad = Tensor();
            }
        }
    }
    InnerGradients(const InnerGradients&) = delete;
    InnerGradients& operator=(const InnerGradients&) = delete;

private:
    const std::vector<std::shared_ptr<Node>>& nodes_;
};

// What retain_grad kept of an earlier backward has been passed on to the leaves already; the chain
// rule starts anew.
void forget_retained_gradients(const std::vector<std::shared_ptr<Node>>& nodes) {
    for (const std::shared_ptr<Node>& node : nodes) {
        if (!node->is_leaf()) {
            node->grad = Tensor();
        }
    }
}

// Other nodes may hold the numbers of grad_output as their own gradient.
void require_unchanged_gradient(const Node& node, std::uint64_t version) {
    if (node.grad.version() != version) {
        throw GraphError("backward: " + described(node) +
                         " has changed its grad_output, which other nodes may share: clone() it "
                         "before writing to it");
    }
}

std::vector<Tensor> observed_backward(Node& node) {
    Observer* observer = current_observer();
    if (observer == nullptr) {
        return node.backward(node.grad);  // <-- step in here
    }
    const auto start = Observer::Clock::now();
    std::vector<Tensor> grads = node.backward(node.grad);
    observer->on_backward({node, grads, start, Observer::Clock::now()});
    return grads;
}

}  // namespace

void run_backward(const std::shared_ptr<Node>& root, Tensor grad_output, bool retain_graph) {
    if (root == nullptr || !root->requires_grad) {
        throw GraphError(
            "backward: this value was not computed from anything that requires a gradient");
    }
    if (!grad_output.has_numbers() || grad_output.shape() != root->output_shape) {
        throw ShapeError("backward: the value is " + root->output_shape.to_string() +
                         ", the gradient given is " + grad_output.to_string(0));
    }
    const Section section("run_backward");
    std::vector<std::shared_ptr<Node>> nodes = reachable_newest_first(root);
    const auto last_use = last_uses_of_leaves(nodes);
    const InnerGradients inner_gradients(nodes);
    forget_retained_gradients(nodes);
    add_gradient(*root, std::move(grad_output));
    for (std::size_t position = 0; position < nodes.size(); ++position) {
        std::shared_ptr<Node>& node = nodes[position];
        if (node->is_leaf()) {
            continue;
        }
        const std::uint64_t version = node->grad.version();
        std::vector<Tensor> grads = observed_backward(*node);
        require_unchanged_gradient(*node, version);
        check_gradients(*node, grads);
        if (!node->retain_grad) {
            node->grad = Tensor();  // its buffer may already be the gradient of a parent
        }
        give_to_parents(*node, std::move(grads));
        tell_complete_leaves(*node, position, last_use);
        if (!retain_graph) {
            node->consumed = true;
            node->parents.clear();
            node.reset();  // if no Variable holds it, what it saved is free from here on
        }
    }
}

}  // namespace stepgrad
