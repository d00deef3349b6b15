#pragma once

#include "autograd/scope.h"
#include "autograd/variable.h"
#include "layers/parameter.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stepgrad {

class Module;

/// A parameter of a module and what it is called: "weight", or with its path "features.0.weight".
struct NamedParameter {
    std::string name;
    Variable parameter;  // a handle: shares value and gradient with the module's own
};

/// Numbers that a module keeps but no optimizer trains: the statistics of batch normalisation.
struct NamedBuffer {
    std::string name;
    Tensor buffer;  // a handle: shares the module's numbers
};

/// A module and what it is called: "3", or with its path "features.3".
struct NamedModule {
    std::string name;
    Module* module;  // owned by the parent it was asked of; never null
};

/// A layer or a network: parameters and child modules with names, and a forward.
///
/// Nothing is registered. A module lists what it owns when asked, so members are plain members and
/// no list can go stale. Modules move but do not copy. Not for several threads at once.
///
/// Three switches that are often confused: train()/eval() change what dropout and batch
/// normalisation compute; a NoGradGuard stops recording; freeze() marks parameters as not
/// trainable and keeps batch normalisation from learning statistics.
class Module : public PathSource {
public:
    Module() = default;
    Module(Module&&) = default;
    Module& operator=(Module&&) = default;
    Module(const Module&) = delete;
    Module& operator=(const Module&) = delete;

    /// Computes the output; opens the scope that error messages and observers name.
    Variable operator()(const Variable& input);

    /// forward_with() in the scope of this module.
    std::optional<Variable> call_with(const Module& next, const Variable& input);

    /// The output for an input. What a layer computes is here; call the module itself, model(x),
    /// so that errors and observers know where they are.
    virtual Variable forward(const Variable& input) = 0;

    /// For speed only, and only asked while layers_are_fused() (layer_fusion.h): a module that can
    /// compute itself and the one behind it in fewer passes over memory returns what the two would
    /// return one after the other, to the last bit. The others leave it at nothing.
    virtual std::optional<Variable> forward_with(const Module& /*next*/,
                                                 const Variable& /*input*/) {
        return std::nullopt;
    }

    /// "Conv2d"
    virtual std::string type_name() const = 0;

    /// What this module itself owns, without its children. Undefined parameters may be listed.
    virtual std::vector<NamedParameter> own_parameters() { return {}; }
    virtual std::vector<NamedBuffer> own_buffers() { return {}; }
    virtual std::vector<NamedModule> children() { return {}; }

    /// All parameters and buffers of this module and those below it, with their paths. Parameters
    /// and buffers that are undefined are left out.
    std::vector<NamedParameter> named_parameters();
    std::vector<NamedBuffer> named_buffers();

    /// This module (with an empty name) and all below it, parents before children.
    std::vector<NamedModule> named_modules();

    /// The parameters alone: what an optimizer wants.
    std::vector<Variable> parameters();

    /// How many numbers these are; a frozen parameter is not trainable.
    std::int64_t parameter_count();
    std::int64_t trainable_parameter_count();

    /// Training: dropout drops, batch normalisation uses the batch's statistics. The start state.
    void train() { set_training(true); }

    /// Inference: dropout does nothing, batch normalisation uses the statistics it has learned.
    void eval() { set_training(false); }

    /// Marks every parameter below as not trainable, and puts batch normalisation below in
    /// inference mode whatever train() says: its statistics stay bit for bit what they are.
    void freeze() { set_frozen(true); }

    /// Undoes freeze(), for every parameter below.
    void unfreeze() { set_frozen(false); }

    bool is_training() const { return is_training_; }
    bool is_frozen() const { return is_frozen_; }

    /// "features.3" for a module below this one; empty for any other.
    std::string path_to(const PathSource& part) const override;

private:
    void set_training(bool is_training);
    void set_frozen(bool is_frozen);

    bool is_training_ = true;
    bool is_frozen_ = false;
};

}  // namespace stepgrad
