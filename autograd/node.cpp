#include "autograd/node.h"

#include "autograd/error.h"

#include <atomic>
#include <utility>

namespace stepgrad {
namespace {

std::atomic<std::uint64_t> next_node_id{1};

}  // namespace

Node::Node() : id(next_node_id++) {}

// Left to itself, destroying a chain of a million nodes would recurse a million times: each node's
// destructor destroys its parents. Instead this one takes the parents of all nodes it is the last
// to hold into a list of its own, so that every one of them dies childless.
Node::~Node() {
    std::vector<std::shared_ptr<Node>> dying = std::move(parents);
    while (!dying.empty()) {
        const std::shared_ptr<Node> node = std::move(dying.back());
        dying.pop_back();
        if (node != nullptr && node.use_count() == 1) {
            for (std::shared_ptr<Node>& parent : node->parents) {
                dying.push_back(std::move(parent));
            }
            node->parents.clear();
        }
    }
}

std::vector<Tensor> Leaf::backward(const Tensor& /*grad_output*/) {
    throw GraphError("Leaf: has no inputs to pass a gradient on to");
}

}  // namespace stepgrad
