#pragma once

#include "datasets/data_source.h"
#include "lessons/support/options.h"

namespace stepgrad::lessons {

/// Opens what --data names. Photos are read with --image-size, --grey and --skip-unreadable, while a
/// bar on the terminal says how far that is.
///
/// throws  DataError if the data cannot be read, or options for photos stand beside other data
DataSource open_data(const TrainingOptions& options);

}  // namespace stepgrad::lessons
