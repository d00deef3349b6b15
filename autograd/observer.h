#pragma once

#include "autograd/node.h"
#include "autograd/variable.h"

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace stepgrad {

/// Looks on while operations run: for profiles, summaries, checks for NaN, pictures of features.
///
/// Derive from it, override what you want to see, and put it in charge with an ObserverGuard. With
/// none in charge all of this costs one branch an operation.
class Observer {
public:
    using Clock = std::chrono::steady_clock;

    /// One operation has computed its result. References are valid during the call only.
    struct Forward {
        const char* operation;                    // "conv2d"
        const std::string& module_path;           // "features.3", empty outside of modules
        std::span<const Variable* const> inputs;  // in the operation's own order
        const Tensor& output;                     // no numbers under a ShapeOnlyGuard
        std::int64_t multiply_adds;               // 0 where the operation does not count them
        Clock::time_point start;
        Clock::time_point end;
    };

    /// One node has turned its output's gradient (`node.grad`) into those of its inputs.
    struct Backward {
        const Node& node;
        const std::vector<Tensor>& grad_inputs;
        Clock::time_point start;
        Clock::time_point end;
    };

    virtual ~Observer() = default;

    /// Called after each operation, on the thread that ran it.
    virtual void on_forward(const Forward& /*event*/) {}

    /// Called after each node that backward has run through.
    virtual void on_backward(const Backward& /*event*/) {}

    /// Nothing will be added to this leaf's gradient in the backward that is running.
    virtual void on_gradient_complete(Leaf& /*leaf*/) {}

    /// A Section begins and ends. What happens in between belongs to it.
    virtual void on_section_begin(const char* /*name*/) {}
    virtual void on_section_end(const char* /*name*/) {}

    /// False if layers may be fused while it looks on (layers/layer_fusion.h): it then sees what
    /// is computed without it.
    virtual bool needs_every_layer() const { return true; }
};

/// Puts an Observer in charge of this thread for as long as the guard lives. Guards nest; the
/// innermost observer is the one that is told.
class ObserverGuard {
public:
    explicit ObserverGuard(Observer& observer);
    ~ObserverGuard();
    ObserverGuard(const ObserverGuard&) = delete;
    ObserverGuard& operator=(const ObserverGuard&) = delete;

private:
    Observer* previous_;
};

/// The observer in charge of this thread, or null.
Observer* current_observer();

/// Tells the observer in charge that work which is no operation, or more than one, begins here and
/// ends with the scope: "run_backward", "optimizer". Sections nest.
class Section {
public:
    /// name  lives at least as long as the section
    explicit Section(const char* name);
    ~Section();
    Section(const Section&) = delete;
    Section& operator=(const Section&) = delete;

private:
    const char* name_;
    Observer* observer_;  // who was told that it begins
};

}  // namespace stepgrad
