#include "lessons/support/training_profile.h"

#include <iostream>

namespace stepgrad::lessons {

TrainingProfile::TrainingProfile(bool is_wanted) {
    if (is_wanted) {
        guard_.emplace(profiler_);
    }
}

void TrainingProfile::print(const std::string& name) {
    if (guard_.has_value()) {
        guard_.reset();
        std::cout << "\nWhere the time of " << name << " went:\n\n"
                  << profiler_.to_string() << "\n";
    }
}

}  // namespace stepgrad::lessons
