#include "autograd/variable.h"

#include "autograd/backward.h"
#include "autograd/error.h"

#include <utility>

namespace stepgrad {

Variable::Variable(const Tensor& value, bool requires_grad) : value_(value) {
    if (requires_grad) {
        set_requires_grad(true);
    }
}

Variable::Variable(const Tensor& value, std::shared_ptr<Node> node)
    : value_(value), node_(std::move(node)) {}

const Tensor& Variable::grad() const {
    static const Tensor kNone;
    return node_ != nullptr ? node_->grad : kNone;
}

void Variable::set_requires_grad(bool requires_grad) {
    if (node_ == nullptr) {
        if (!requires_grad) {
            return;
        }
        if (!is_defined()) {
            throw GraphError("set_requires_grad: an undefined value has no gradient");
        }
        node_ = std::make_shared<Leaf>();
        node_->output_shape = shape();
    }
    if (!node_->is_leaf()) {
        throw GraphError(
            "set_requires_grad: this value was computed by an operation; only a leaf can be "
            "switched");
    }
    node_->requires_grad = requires_grad;
}

void Variable::retain_grad() {
    if (node_ == nullptr) {
        throw GraphError("retain_grad: this value has no gradient: nothing was recorded for it");
    }
    node_->retain_grad = true;
}

void Variable::clear_grad() {
    if (node_ != nullptr) {
        node_->grad = Tensor();
    }
}

void Variable::backward(bool retain_graph) const {
    if (!value_.has_numbers() || value_.numel() != 1) {
        throw ShapeError("backward: needs a single number to start from, this value is " +
                         value_.to_string(0) + "; take its mean() or sum(), or pass dL/d(value)");
    }
    run_backward(node_, Tensor::full(shape(), Scalar{1}), retain_graph);
}

void Variable::backward(const Tensor& grad_output, bool retain_graph) const {
    run_backward(node_, grad_output.clone(), retain_graph);
}

}  // namespace stepgrad
