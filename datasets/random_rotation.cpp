#include "datasets/random_rotation.h"

#include "datasets/rearrange.h"

#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace stepgrad {
namespace {

constexpr Scalar kFullTurn = 360;
constexpr double kRadians = 0.017453292519943295769;  // pi / 180
constexpr int kTerms = 9;  // up to x^18 / 18!, below 2^-53 for x up to pi / 4

struct Angle {
    double sine;
    double cosine;
};

// Both with nothing but +, *, / and floor, whose results IEEE 754 fixes to the last bit.
//   degrees = 90 quarters + rest, |rest| <= 45,  x = rest pi / 180
//   sin(x) = x (1 - x^2/(2*3) (1 - x^2/(4*5) (...)))
//   cos(x) =    1 - x^2/(1*2) (1 - x^2/(3*4) (...))
// A quarter turn takes (cos, sin) to (-sin, cos), exactly.
Angle portable_angle(double degrees) {
    const double quarters = std::floor(degrees / 90 + 0.5);
    const double x = (degrees - 90 * quarters) * kRadians;
    double sine = 1;
    double cosine = 1;
    for (int k = kTerms; k >= 1; --k) {
        sine = 1 - x * x / (2 * k * (2 * k + 1)) * sine;
        cosine = 1 - x * x / ((2 * k - 1) * 2 * k) * cosine;
    }
    sine *= x;
    for (int quarter = static_cast<int>(quarters) & 3; quarter > 0; --quarter) {
        const double old_cosine = cosine;
        cosine = -sine;
        sine = old_cosine;
    }
    return {sine, cosine};
}

// An image to read from, with a fill colour all around it.
struct Source {
    std::vector<Scalar> numbers;  // [height, width, channels]
    std::int64_t height;
    std::int64_t width;
    std::int64_t channels;
    Scalar fill;

    double at(std::int64_t y, std::int64_t x, std::int64_t channel) const {
        const bool is_inside = y >= 0 && y < height && x >= 0 && x < width;
        const std::int64_t place = (y * width + x) * channels + channel;
        return is_inside ? numbers[static_cast<std::size_t>(place)] : fill;
    }

    // Bilinear: with the whole and the broken parts of y = top + b and x = left + r,
    //   (1 - b) ((1 - r) I[top, left] + r I[top, left + 1]) + b (... the same in row top + 1)
    void mix(double y, double x, Scalar* pixel) const {
        const double top = std::floor(y);
        const double left = std::floor(x);
        const double b = y - top;
        const double r = x - left;
        const auto row = static_cast<std::int64_t>(top);
        const auto column = static_cast<std::int64_t>(left);
        for (std::int64_t c = 0; c < channels; ++c) {
            const double above = (1 - r) * at(row, column, c) + r * at(row, column + 1, c);
            const double below = (1 - r) * at(row + 1, column, c) + r * at(row + 1, column + 1, c);
            pixel[c] = static_cast<Scalar>((1 - b) * above + b * below);
        }
    }
};

}  // namespace

RandomRotation::RandomRotation(Scalar low, Scalar high, Scalar fill)
    : low_(low), high_(high), fill_(fill) {
    if (!(-kFullTurn <= low && low <= high && high <= kFullTurn)) {  // a NaN is refused as well
        throw std::invalid_argument(
            "random_rotation: the degrees must be -360 <= low <= high <= 360, " +
            std::to_string(low) + " and " + std::to_string(high) + " were given");
    }
}

// Turned counter-clockwise by a, with the middle as origin and y pointing down:
//   new (y, x) comes from  x' = x cos a - y sin a,  y' = x sin a + y cos a
void RandomRotation::apply(Tensor& image, Random& random) const {
    require_image("random_rotation", image);
    const Angle angle = portable_angle(random.uniform(low_, high_));
    if (!image.has_numbers()) {
        return;
    }
    const Source source{{image.numbers().begin(), image.numbers().end()},
                        image.shape()[0],
                        image.shape()[1],
                        image.shape()[2],
                        fill_};
    const double middle_y = static_cast<double>(source.height - 1) / 2;
    const double middle_x = static_cast<double>(source.width - 1) / 2;
    Scalar* pixel = image.mutable_data();
    for (std::int64_t row = 0; row < source.height; ++row) {
        for (std::int64_t column = 0; column < source.width; ++column) {
            const double y = static_cast<double>(row) - middle_y;
            const double x = static_cast<double>(column) - middle_x;
            source.mix(middle_y + x * angle.sine + y * angle.cosine,
                       middle_x + x * angle.cosine - y * angle.sine, pixel);
            pixel += source.channels;
        }
    }
}

}  // namespace stepgrad
