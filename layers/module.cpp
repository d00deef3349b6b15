#include "layers/module.h"

namespace stepgrad {
namespace {

std::string joined(const std::string& path, const std::string& name) {
    return path.empty() ? name : path + "." + name;
}

void append_modules(const std::string& path, Module& module, std::vector<NamedModule>& list) {
    list.push_back({path, &module});
    for (const NamedModule& child : module.children()) {
        append_modules(joined(path, child.name), *child.module, list);
    }
}

}  // namespace

Variable Module::operator()(const Variable& input) {
    const Scope scope(*this);
    return forward(input);
}

std::optional<Variable> Module::call_with(const Module& next, const Variable& input) {
    const Scope scope(*this);
    return forward_with(next, input);
}

std::vector<NamedModule> Module::named_modules() {
    std::vector<NamedModule> list;
    append_modules("", *this, list);
    return list;
}

std::vector<NamedParameter> Module::named_parameters() {
    std::vector<NamedParameter> list;
    for (const auto& [path, module] : named_modules()) {
        for (const auto& [name, parameter] : module->own_parameters()) {
            if (parameter.is_defined()) {
                list.push_back({joined(path, name), parameter});
            }
        }
    }
    return list;
}

std::vector<NamedBuffer> Module::named_buffers() {
    std::vector<NamedBuffer> list;
    for (const auto& [path, module] : named_modules()) {
        for (const auto& [name, buffer] : module->own_buffers()) {
            if (buffer.is_defined()) {
                list.push_back({joined(path, name), buffer});
            }
        }
    }
    return list;
}

std::vector<Variable> Module::parameters() {
    std::vector<Variable> list;
    for (const NamedParameter& named : named_parameters()) {
        list.push_back(named.parameter);
    }
    return list;
}

std::int64_t Module::parameter_count() {
    std::int64_t count = 0;
    for (const NamedParameter& named : named_parameters()) {
        count += named.parameter.value().numel();
    }
    return count;
}

std::int64_t Module::trainable_parameter_count() {
    std::int64_t count = 0;
    for (const NamedParameter& named : named_parameters()) {
        count += named.parameter.requires_grad() ? named.parameter.value().numel() : 0;
    }
    return count;
}

std::string Module::path_to(const PathSource& part) const {
    // children() is not const, since it hands out modules to work with; here they are only
    // compared.
    for (const NamedModule& named : const_cast<Module*>(this)->named_modules()) {
        if (static_cast<const PathSource*>(named.module) == &part) {
            return named.name;
        }
    }
    return "";
}

void Module::set_training(bool is_training) {
    for (const NamedModule& named : named_modules()) {
        named.module->is_training_ = is_training;
    }
}

void Module::set_frozen(bool is_frozen) {
    for (const NamedModule& named : named_modules()) {
        named.module->is_frozen_ = is_frozen;
        for (NamedParameter& own : named.module->own_parameters()) {
            if (own.parameter.is_defined()) {
                own.parameter.set_requires_grad(!is_frozen);
            }
        }
    }
}

}  // namespace stepgrad
