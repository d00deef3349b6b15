#pragma once

#include <string>

namespace stepgrad {

/// Something that knows the names of its parts: a Module.
class PathSource {
public:
    virtual ~PathSource() = default;

    /// The path from this thing to one of its parts, "features.3"; empty if it is not one of them.
    virtual std::string path_to(const PathSource& part) const = 0;
};

/// Marks that a module is at work on this thread, from construction to destruction.
///
/// Entering costs two assignments. Names are looked up only when somebody asks: an error message,
/// an Observer.
class Scope {
public:
    explicit Scope(const PathSource& module);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

    /// Where this thread is inside the outermost module at work: "features.3"; empty outside of
    /// all modules, and in the outermost one itself.
    static std::string current_path();

private:
    const PathSource& module_;
    const Scope* outer_;
};

}  // namespace stepgrad
