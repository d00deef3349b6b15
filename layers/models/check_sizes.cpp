#include "layers/models/check_sizes.h"

#include <sstream>
#include <stdexcept>

namespace stepgrad {
namespace {

constexpr double kWidest = 64;  // far above what anybody trains, far below what overflows

}  // namespace

void require_images(const char* model, std::int64_t smallest, Extent2d given) {
    if (given.height < smallest || given.width < smallest) {
        std::ostringstream message;
        message << model << ": images must be at least " << smallest << "x" << smallest << ", "
                << given.height << "x" << given.width << " was given";
        throw std::invalid_argument(message.str());
    }
}

void require_some(const char* model, const char* what, std::int64_t given) {
    if (given < 1) {
        std::ostringstream message;
        message << model << ": the number of " << what << " must be at least 1, " << given
                << " was given";
        throw std::invalid_argument(message.str());
    }
}

void require_width_multiplier(const char* model, double lowest, double given) {
    if (!(given >= lowest && given <= kWidest)) {
        std::ostringstream message;
        message << model << ": width_multiplier must be between " << lowest << " and " << kWidest
                << ", " << given << " was given";
        throw std::invalid_argument(message.str());
    }
}

}  // namespace stepgrad
