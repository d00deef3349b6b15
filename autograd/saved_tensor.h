#pragma once

#include "autograd/tensor.h"

#include <cstdint>

namespace stepgrad {

/// A Tensor kept from forward for backward. Notices if its numbers were changed in between: a
/// gradient from changed numbers would be wrong without a word.
///
/// Shares the numbers; copies nothing.
class SavedTensor {
public:
    SavedTensor() = default;

    /// `operation` and `role` name it in the error: "conv2d", "weight". String literals.
    SavedTensor(const Tensor& tensor, const char* operation, const char* role)
        : tensor_(tensor), version_(tensor.version()), operation_(operation), role_(role) {}

    /// throws  GraphError if the numbers were changed since they were saved
    const Tensor& get() const;

private:
    Tensor tensor_;
    std::uint64_t version_ = 0;
    const char* operation_ = "";
    const char* role_ = "";
};

}  // namespace stepgrad
