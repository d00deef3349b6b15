#pragma once

namespace stepgrad {

/// Which vector instructions this library was built for: "AVX-512", "AVX2 with FMA", "AVX", or
/// "128-bit vectors". Set by the build option STEPGRAD_ARCH.
const char* instruction_set();

}  // namespace stepgrad
