#pragma once

#include "datasets/byte_image.h"

namespace stepgrad {

/// Turns or mirrors a picture as its EXIF data say (datasets/image_formats/exif.h).
///
/// input   orientation: 1 to 8
/// returns height and width change places for 5 to 8
ByteImage turn_image(const ByteImage& image, int orientation);

}  // namespace stepgrad
