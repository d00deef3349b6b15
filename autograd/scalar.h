#pragma once

namespace stepgrad {

/// The type of every number in a Tensor: one per program.
///
/// `stepgrad` is built with float. `stepgrad_f64` is the same code built with double, because a
/// gradient check compares numbers that agree in single precision even where the formula is wrong.
/// A program links one of the two libraries, never both.
#ifdef STEPGRAD_SCALAR_DOUBLE
using Scalar = double;
#else
using Scalar = float;
#endif

}  // namespace stepgrad
