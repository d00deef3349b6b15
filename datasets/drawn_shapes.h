#pragma once

#include "autograd/random.h"
#include "datasets/data_source.h"
#include "datasets/dataset.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad {

/// What can be drawn; a class each where labels say the shape.
enum class ShapeKind { kSquare, kDisc, kTriangle, kCross };

/// Which question the labels answer about the same images.
enum class ShapeLabel {
    kShape,  // which shape: "square", "disc", "triangle", "cross"
    kPlace,  // where it is: "upper left", "upper right", "lower left", "lower right"
};

/// How many images, what they look like and what is asked about them.
struct DrawnShapesOptions {
    std::int64_t count = 16000;
    std::int64_t image_size = 28;  // height and width
    std::int64_t channels = 1;     // 1: grey; 3: every shape and background has a random colour
    std::int64_t smallest = 8;     // height and width of a shape, drawn from smallest to largest
    std::int64_t largest = 12;
    std::int64_t margin = 2;  // pixels that stay free along every edge of the image
    std::int64_t noise = 24;  // each number gets a whole number from -noise to noise, of 255
    ShapeLabel label = ShapeLabel::kShape;
    std::uint64_t seed = 0;
};

/// One shape, in pixels: it touches all four sides of the square at (top, left) of width `size`.
struct DrawnShape {
    ShapeKind kind;
    std::int64_t top;
    std::int64_t left;
    std::int64_t size;
};

/// A bright shape before a dark background in each image: what it is, where it is and how large it
/// is are all known, so that experiments can ask a network for any of them.
///
/// 16 images in a row show each of the 4 shapes in each of the 4 quadrants once, so that every class
/// is equally frequent and what a shape is says nothing about where it is. Size, the place within
/// the quadrant, brightness and noise are random. Nothing is stored: an image is drawn when it is asked
/// for, from the seed and its index alone, in whole numbers, so that every platform draws the same.
/// Edges are hard. A pixel belongs to a shape if its centre does, which whole numbers decide
/// exactly. Threads may share it.
class DrawnShapes final : public Dataset {
public:
    /// throws  std::invalid_argument if the options make no image: a count below 1, channels other
    ///         than 1 and 3, shapes without room for a place in every quadrant, ...
    explicit DrawnShapes(std::string name, const DrawnShapesOptions& options = {});

    std::string name() const override { return name_; }
    std::int64_t size() const override { return options_.count; }
    Shape image_shape() const override;
    std::vector<std::string> class_names() const override;
    std::int32_t label(std::int64_t index) const override;
    void copy_image(std::int64_t index, Scalar* pixels) const override;

    /// What image `index` shows, and where.
    ///
    /// throws  std::out_of_range if there is no such image
    DrawnShape shape(std::int64_t index) const;

    const DrawnShapesOptions& options() const { return options_; }

private:
    Random random_for(std::int64_t index) const;
    DrawnShape draw_shape(std::int64_t index, Random& random) const;

    std::string name_;
    DrawnShapesOptions options_;
};

/// 16,000 training images of seed 1 and 4,000 test images of seed 2, 28x28, grey.
///
/// returns name "shapes"
DataSource load_drawn_shapes();

}  // namespace stepgrad
