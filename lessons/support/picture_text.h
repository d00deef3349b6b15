#pragma once

#include "autograd/tensor.h"

#include <cstdint>
#include <string>
#include <vector>

// Pictures and labels as lines of characters, to be put side by side.
namespace stepgrad::lessons {

/// A picture in at most `widest` characters across: a larger one is shrunk to the means of blocks of
/// whole pixels.
///
/// input   picture: as for terminal_picture (datasets/image.h), with its channels
///         use_colour: as for terminal_picture
/// returns its lines, without line feeds
std::vector<std::string> picture_lines(const Tensor& picture, std::int64_t widest, bool use_colour);

/// How many characters picture_lines gives for a picture of `width` pixels.
std::int64_t picture_columns(std::int64_t width, std::int64_t widest);

/// How many characters a text in UTF-8 has.
std::int64_t character_count(const std::string& text);

/// Exactly `width` characters: cut, or filled up with spaces. A folder's name, which a label may be,
/// can hold anything: what would move the cursor becomes a question mark.
std::string fitted(const std::string& text, std::int64_t width);

/// That many spaces; none if the number is negative.
std::string spaces(std::int64_t count);

}  // namespace stepgrad::lessons
