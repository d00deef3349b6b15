#pragma once

#include "datasets/dataset.h"

#include <memory>
#include <string>

namespace stepgrad {

/// Images to learn from and images to be judged by, and where they come from.
struct DataSource {
    std::shared_ptr<const Dataset> train;
    std::shared_ptr<const Dataset> test;
    std::string name;  // "fashion-mnist", "fashion-mnist-subset" or the folder
    std::string note;  // what the user should know, for a lesson to print; mostly empty

    std::shared_ptr<const Dataset> validation;  // null unless the data set brings one
};

}  // namespace stepgrad
