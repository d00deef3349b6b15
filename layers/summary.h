#pragma once

#include "layers/module.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad {

/// One line of a summary: a module at work, or an operation that a module with children calls
/// itself.
struct SummaryRow {
    std::string path;             // "features.3"; empty for the model itself
    std::string type;             // "Conv2d", or "add" for an operation
    Shape output_shape;           // rank 0 if was_called is false
    std::int64_t parameters = 0;  // with buffers; 0 where an earlier row has counted them
    std::int64_t multiply_adds = 0;
    std::int64_t activation_bytes = 0;  // of all results its operations returned
    bool was_called = true;
};

/// What a model is made of, and what one forward costs.
struct ModelSummary {
    Shape input_shape;
    std::vector<SummaryRow> rows;  // in order of execution; modules that were not called at the end
    std::int64_t trainable_parameters = 0;
    std::int64_t non_trainable_parameters = 0;  // frozen ones, and buffers: batch normalisation
    std::int64_t multiply_adds = 0;
    std::int64_t activation_bytes = 0;

    /// As Keras counts them: trainable and not.
    std::int64_t total_parameters() const {
        return trainable_parameters + non_trainable_parameters;
    }

    /// A table of at most 100 columns, unless numbers alone are wider; long paths lose their
    /// middle. The networks of the lessons fit into 80. "Bytes" are those of activations. Ends with
    /// a newline.
    std::string to_string() const;
};

/// Runs the model's own forward with shapes alone: nothing is computed, allocated or changed, not
/// even the statistics of batch normalisation. Works for models made under a ShapeOnlyGuard.
///
/// Operations that one module calls one after the other share a line. A module called again
/// later has a second line, but its parameters count once; so do parameters that modules share.
/// A module that calls no operation (dropout in inference) has no line. Activation bytes are the
/// sizes of results; what a reshape shares with its input counts again.
///
/// input   the model in the mode it is in; input_shape with a batch extent, such as 1
/// throws  whatever the model's forward throws for such an input
ModelSummary summarize(Module& model, const Shape& input_shape);

/// The same as a table to print.
std::string summary(Module& model, const Shape& input_shape);

}  // namespace stepgrad
