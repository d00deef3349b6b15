#include "layers/sequential.h"

#include "layers/layer_fusion.h"

#include <optional>
#include <stdexcept>

namespace stepgrad {

void Sequential::add(std::string name, std::unique_ptr<Module> module) {
    if (name.empty() || name.find('.') != std::string::npos) {
        throw std::invalid_argument("Sequential: \"" + name +
                                    "\" cannot be a module's name: it must be neither empty nor "
                                    "hold a dot");
    }
    if (module == nullptr) {
        throw std::invalid_argument("Sequential: there is no module to add under \"" + name + "\"");
    }
    for (const Entry& entry : modules_) {
        if (entry.name == name) {
            throw std::invalid_argument("Sequential: the name \"" + name + "\" is taken");
        }
    }
    modules_.push_back({std::move(name), std::move(module)});
}

Variable Sequential::forward(const Variable& input) {
    if (layers_are_fused()) {
        return forward_fused(input);
    }
    Variable output = input;
    for (const Entry& entry : modules_) {
        output = (*entry.module)(output);  // <-- step in here
    }
    return output;
}

// The same loop, in which a module may compute the next one along with itself.
Variable Sequential::forward_fused(const Variable& input) {
    Variable output = input;
    for (std::size_t i = 0; i < modules_.size(); ++i) {
        Module& module = *modules_[i].module;
        std::optional<Variable> of_both;
        if (i + 1 < modules_.size()) {
            of_both = module.call_with(*modules_[i + 1].module, output);
        }
        if (of_both.has_value()) {
            output = *of_both;
            ++i;
        } else {
            output = module(output);
        }
    }
    return output;
}

std::vector<NamedModule> Sequential::children() {
    std::vector<NamedModule> list;
    for (const Entry& entry : modules_) {
        list.push_back({entry.name, entry.module.get()});
    }
    return list;
}

}  // namespace stepgrad
