#include "tests/fuzz/fuzz_image.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    stepgrad::testing::decode_hostile_image(data, size);
    return 0;
}
