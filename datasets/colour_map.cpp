#include "datasets/colour_map.h"

namespace stepgrad {
namespace {

// Colours at both ends: dark enough to stand out from white, and told apart by colour-blind people.
// source  Brewer: ColorBrewer, the outermost of the nine colours of "RdBu"
constexpr Colour kRed = {Scalar(0.698), Scalar(0.094), Scalar(0.169)};
constexpr Colour kBlue = {Scalar(0.129), Scalar(0.400), Scalar(0.675)};

// Comparisons are written so that a NaN passes.
Scalar cut(Scalar number) {
    return number < 0 ? Scalar{0} : number > 1 ? Scalar{1} : number;
}

}  // namespace

// white + |x| (end - white)
Colour diverging_colour(Scalar number) {
    const Colour& end = number < 0 ? kBlue : kRed;
    const Scalar share = cut(number < 0 ? -number : number);
    return {1 + share * (end[0] - 1), 1 + share * (end[1] - 1), 1 + share * (end[2] - 1)};
}

// Red rises in the first third, green in the second, blue in the last.
Colour heat_colour(Scalar number) {
    const Scalar share = 3 * cut(number);
    return {cut(share), cut(share - 1), cut(share - 2)};
}

}  // namespace stepgrad
