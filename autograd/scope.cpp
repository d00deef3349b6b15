#include "autograd/scope.h"

namespace stepgrad {
namespace {

thread_local const Scope* innermost_scope = nullptr;

}  // namespace

Scope::Scope(const PathSource& module) : module_(module), outer_(innermost_scope) {
    innermost_scope = this;
}

Scope::~Scope() {
    innermost_scope = outer_;
}

// From the inside out: the name of each module is what the next one outside calls it. A module
// that is no part of the one outside of it (made on the fly) adds nothing to the path.
std::string Scope::current_path() {
    std::string path;
    for (const Scope* scope = innermost_scope; scope != nullptr; scope = scope->outer_) {
        if (scope->outer_ == nullptr) {
            break;
        }
        const std::string part = scope->outer_->module_.path_to(scope->module_);
        if (!part.empty()) {
            path = path.empty() ? part : part + "." + path;
        }
    }
    return path;
}

}  // namespace stepgrad
