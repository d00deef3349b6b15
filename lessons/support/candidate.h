#pragma once

#include "layers/models/small_cnn.h"

#include <string>
#include <utility>

namespace stepgrad::lessons {

/// One of the networks that a lesson compares.
struct Candidate {
    Candidate(std::string its_name, Head its_head, SmallCnnOptions its_sizes = {})
        : name(std::move(its_name)), head(its_head), sizes(its_sizes) {}

    std::string name;  // "gap", "gap_small"
    Head head;
    SmallCnnOptions sizes;
    Sequential model;  // empty until the lesson makes it
};

}  // namespace stepgrad::lessons
