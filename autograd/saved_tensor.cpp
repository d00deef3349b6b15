#include "autograd/saved_tensor.h"

#include "autograd/error.h"

#include <string>

namespace stepgrad {

const Tensor& SavedTensor::get() const {
    if (tensor_.version() != version_) {
        throw GraphError(std::string(operation_) + ": saved " + role_ + " " +
                         tensor_.shape().to_string() +
                         " was changed after forward (optimizer.step() before backward()?)");
    }
    return tensor_;
}

}  // namespace stepgrad
