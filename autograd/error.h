#pragma once

#include <stdexcept>
#include <string>

namespace stepgrad {

/// The sizes given do not fit the operation. A mistake in the calling code or in the network.
class ShapeError : public std::invalid_argument {
public:
    explicit ShapeError(const std::string& message) : std::invalid_argument(message) {}
};

/// The graph of operations cannot do what was asked: used twice, changed since, or never recorded.
class GraphError : public std::logic_error {
public:
    explicit GraphError(const std::string& message) : std::logic_error(message) {}
};

/// A file or another part of the outside world is not what it should be.
class DataError : public std::runtime_error {
public:
    explicit DataError(const std::string& message) : std::runtime_error(message) {}
};

}  // namespace stepgrad
