#pragma once

#include "autograd/error.h"
#include "autograd/observer.h"
#include "autograd/variable.h"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

namespace stepgrad {

/// The one local object that every differentiable function opens.
///
///     Variable square(const Variable& input) {
///         Operation operation("square", {&input});
///         Tensor output = Tensor::empty(input.shape());
///         if (operation.computes()) { ... fill output ... }
///         if (!operation.is_recording()) {
///             return operation.result(output);
///         }
///         auto node = std::make_shared<SquareBackward>();
///         node->input = SavedTensor(input.value(), "square", "input");
///         return operation.result(output, node);
///     }
///
/// It knows the inputs by address, so that stepping into an operation meets no copy constructors.
/// Undefined inputs (no bias) are allowed and keep their place in the order.
class Operation {
public:
    /// throws  GraphError if an input has a shape but no numbers and no ShapeOnlyGuard lives;
    ///         ShapeError if the first input is undefined
    Operation(const char* name, std::initializer_list<const Variable*> inputs);
    Operation(const char* name, std::vector<const Variable*> inputs);

    /// False under a ShapeOnlyGuard: the result then has a shape and no numbers.
    bool computes() const { return computes_; }

    /// True if a node must be made: some input requires a gradient and no NoGradGuard lives.
    bool is_recording() const { return is_recording_; }

    /// True if dL/d(input i) will be asked for; says what has to be saved.
    bool needs_gradient_of(std::size_t i) const;

    /// Tells observers how many multiply-adds this operation takes: a product of its first two
    /// inputs, so that the gradient of either takes as many again.
    void set_multiply_adds(std::int64_t count) { multiply_adds_ = count; }

    /// An error with the operation's name and place in front and the inputs' shapes behind:
    /// "conv2d at features.3: RULE (given [32, 28, 28, 3], ...)". For `throw operation.error(...)`.
    ShapeError error(const std::string& rule) const;

    /// throws  ShapeError if the variable is not [batch, height, width, channels]
    void require_image(const Variable& input) const;

    /// Makes the result: sets the node's parents and shape, and tells the observer.
    Variable result(const Tensor& output) const { return result(output, nullptr); }
    Variable result(const Tensor& output, const std::shared_ptr<Node>& node) const;

private:
    void tell_observer(const Tensor& output, Node* node) const;

    const char* name_;
    std::vector<const Variable*> inputs_;
    std::int64_t multiply_adds_ = 0;
    Observer::Clock::time_point start_{};  // set only while an observer looks on
    bool computes_;
    bool is_recording_ = false;
};

}  // namespace stepgrad
