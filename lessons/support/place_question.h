#pragma once

#include "autograd/tensor.h"
#include "layers/module.h"
#include "lessons/support/measurements.h"
#include "lessons/support/on_canvas.h"
#include "lessons/support/options.h"
#include "lessons/support/place_network.h"
#include "lessons/support/training_data.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad::lessons {

/// How much of the scene around a shape can be seen.
enum class Frame {
    kWide,   // 64x64: 19 pixels or more from a shape to the edge, more than a window of 16 pixels
    kClose,  // 36x36: the same scene cut 14 pixels closer on each side, 5 pixels or more are left
};

/// One network that is asked for places.
struct PlaceCase {
    const char* name;
    Frame frame;
    PlaceNetworkOptions network;
};

/// Drawn shapes of 10 pixels, labelled by the quadrant that they are in. A shape's first row is one
/// of eight in a row, and so is its column: its place says nothing about its place modulo 4.
///
/// input   options: seed; with `quick` 2,000 training images instead of 10,000
TrainingData place_question(Frame frame, const TrainingOptions& options);

/// The images of a batch moved down and right. What leaves on one side comes in on the other, which
/// on a background of one grey is as if there were more of it.
///
/// input   images: [batch, height, width, channels]
Tensor moved(const Tensor& images, PixelShift shift);

/// Moves shapes without noise from the upper left quadrant by one, two and three steps: down, to
/// the right, and both. Compares the logits with those of the image that was not moved.
///
/// input   model: what was trained on `data`
///         step: in pixels, at most 4
/// returns the largest relative_difference()
double difference_when_moved(Module& model, const TrainingData& data, Frame frame,
                             std::int64_t step);

}  // namespace stepgrad::lessons
