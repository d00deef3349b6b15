#include "lessons/support/training_profile.h"

#include <iostream>

namespace stepgrad::lessons {

TrainingProfile::TrainingProfile(bool is_wanted) : is_wanted_(is_wanted) {
    resume();
}

void TrainingProfile::pause() {
    guard_.reset();
}

void TrainingProfile::resume() {
    if (is_wanted_) {
        guard_.emplace(profiler_);
    }
}

void TrainingProfile::print(const std::string& name) {
    if (is_wanted_) {
        pause();
        std::cout << "\nWhere the time of " << name << " went:\n\n"
                  << profiler_.to_string() << "\n";
    }
}

}  // namespace stepgrad::lessons
