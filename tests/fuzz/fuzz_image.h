#pragma once

#include <cstddef>
#include <cstdint>

namespace stepgrad::testing {

/// Decodes bytes as a file of pictures would be: as they are, and made grey and of another size. A
/// DataError is what bad bytes should end in. Stops the program if a picture does not have the bytes
/// that it should.
void decode_hostile_image(const std::uint8_t* data, std::size_t size);

}  // namespace stepgrad::testing
