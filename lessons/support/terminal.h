#pragma once

namespace stepgrad::lessons {

/// True if the output goes to a terminal, and not into a file or a pipe.
bool is_terminal();

/// True if that terminal knows colours. One that calls itself "dumb" does not.
bool terminal_has_colours();

/// How many characters fit a line; 80 where that is not known.
int terminal_columns();

}  // namespace stepgrad::lessons
