#pragma once

#include <optional>
#include <stdlib.h>
#include <string>

namespace stepgrad::testing {

/// Sets a variable of the environment for the length of a scope, or removes it. What it was before
/// comes back at the end.
class EnvironmentVariable {
public:
    EnvironmentVariable(const std::string& name, const std::optional<std::string>& value)
        : name_(name) {
        if (const char* const old_value = getenv(name_.c_str())) {
            old_value_ = old_value;
        }
        set(value);
    }
    ~EnvironmentVariable() { set(old_value_); }
    EnvironmentVariable(const EnvironmentVariable&) = delete;
    EnvironmentVariable& operator=(const EnvironmentVariable&) = delete;

private:
    void set(const std::optional<std::string>& value) const {
        if (value) {
            setenv(name_.c_str(), value->c_str(), /*overwrite=*/1);
        } else {
            unsetenv(name_.c_str());
        }
    }

    std::string name_;
    std::optional<std::string> old_value_;
};

}  // namespace stepgrad::testing
