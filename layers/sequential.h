#pragma once

#include "layers/module.h"

#include <concepts>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace stepgrad {

/// Modules in a row: the output of each is the input of the next. Children are called "0", "1", ...
///
///     Sequential model{Conv2d(1, 16, 3), ReLU(), GlobalAveragePool2d(), Linear(16, 10)};
///     model.add(Dropout(0.5));
///
/// With braces the layers are made from left to right, and so are their random weights. With
/// parentheses C++ leaves the order open: another compiler would draw other weights from the seed.
///
/// In release builds batch normalisation and a ReLU behind it are computed at once, to the same
/// bits, as one node of the graph. In debug builds, while an Observer that needs every
/// layer looks on, and after set_layer_fusion(false) each runs by itself: see layer_fusion.h.
///
/// Owns its modules. Without any it returns its input. `Sequential(Sequential(...))` is one
/// Sequential, not two: C++ moves the inner one.
class Sequential final : public Module {
public:
    Sequential() = default;

    /// Takes the modules given, in their order.
    template <std::derived_from<Module>... Modules>
    explicit Sequential(Modules... modules) {
        (add(std::move(modules)), ...);
    }

    Sequential(Sequential&&) = default;
    Sequential& operator=(Sequential&&) = default;

    /// Adds a module at the end, under the next number.
    template <std::derived_from<Module> SomeModule>
    void add(SomeModule module) {
        add(std::to_string(modules_.size()), std::make_unique<SomeModule>(std::move(module)));
    }

    /// Adds a module under a name of its own.
    ///
    /// throws  std::invalid_argument if the name is taken, empty, or holds a dot
    template <std::derived_from<Module> SomeModule>
    void add(std::string name, SomeModule module) {
        add(std::move(name), std::make_unique<SomeModule>(std::move(module)));
    }
    void add(std::string name, std::unique_ptr<Module> module);

    std::size_t size() const { return modules_.size(); }

    /// One of the modules by its place.
    ///
    /// throws  std::out_of_range if there is none
    Module& operator[](std::size_t index) { return *modules_.at(index).module; }

    Variable forward(const Variable& input) override;
    std::string type_name() const override { return "Sequential"; }
    std::vector<NamedModule> children() override;

private:
    struct Entry {
        std::string name;
        std::unique_ptr<Module> module;
    };

    Variable forward_fused(const Variable& input);

    std::vector<Entry> modules_;
};

}  // namespace stepgrad
