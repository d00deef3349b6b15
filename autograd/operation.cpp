#include "autograd/operation.h"

#include "autograd/grad_mode.h"
#include "autograd/scope.h"
#include "autograd/shape_only.h"

#include <utility>

namespace stepgrad {

Operation::Operation(const char* name, std::initializer_list<const Variable*> inputs)
    : Operation(name, std::vector<const Variable*>(inputs)) {}

Operation::Operation(const char* name, std::vector<const Variable*> inputs)
    : name_(name), inputs_(std::move(inputs)), computes_(!ShapeOnlyGuard::is_active()) {
    if (current_observer() != nullptr) {
        start_ = Observer::Clock::now();
    }
    if (inputs_.empty() || !inputs_[0]->is_defined()) {
        throw error("the input is undefined");
    }
    bool some_input_requires_grad = false;
    for (const Variable* input : inputs_) {
        some_input_requires_grad = some_input_requires_grad || input->requires_grad();
        if (computes_ && input->is_defined() && !input->value().has_numbers()) {
            throw GraphError(error("an input has a shape but no numbers: it was made under a "
                                   "ShapeOnlyGuard")
                                 .what());
        }
    }
    is_recording_ = computes_ && some_input_requires_grad && !NoGradGuard::is_active();
}

bool Operation::needs_gradient_of(std::size_t i) const {
    return is_recording_ && inputs_[i]->requires_grad();
}

ShapeError Operation::error(const std::string& rule) const {
    std::string message = name_;
    const std::string path = Scope::current_path();
    if (!path.empty()) {
        message += " at " + path;
    }
    message += ": " + rule + " (given";
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
        message += i == 0 ? " " : ", ";
        message += inputs_[i]->is_defined() ? inputs_[i]->shape().to_string() : "nothing";
    }
    return ShapeError(message + ")");
}

void Operation::require_image(const Variable& input) const {
    if (input.shape().rank() != 4) {
        throw error("input must be [batch, height, width, channels], it has " +
                    std::to_string(input.shape().rank()) + " axes");
    }
}

Variable Operation::result(const Tensor& output, const std::shared_ptr<Node>& node) const {
    if (node != nullptr) {
        node->output_shape = output.shape();
        node->parents.reserve(inputs_.size());
        for (const Variable* input : inputs_) {
            node->parents.push_back(input->requires_grad() ? input->node() : nullptr);
        }
    }
    if (current_observer() != nullptr) {
        tell_observer(output, node.get());
    }
    return Variable(output, node);
}

void Operation::tell_observer(const Tensor& output, Node* node) const {
    const auto end = Observer::Clock::now();  // what follows is done for the observer alone
    const std::string path = Scope::current_path();
    if (node != nullptr) {
        node->module_path = path;
        node->operation = name_;
        node->multiply_adds = multiply_adds_;
    }
    current_observer()->on_forward({name_, path, inputs_, output, multiply_adds_, start_, end});
}

}  // namespace stepgrad
