#include "lessons/support/terminal.h"

#include <cstdlib>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>

namespace stepgrad::lessons {
namespace {

constexpr int kUsualColumns = 80;

}  // namespace

bool is_terminal() {
    return isatty(STDOUT_FILENO) != 0;
}

bool terminal_has_colours() {
    const char* const kind = std::getenv("TERM");
    return is_terminal() && kind != nullptr && std::string(kind) != "dumb";
}

int terminal_columns() {
    winsize size{};
    const bool is_known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return is_known ? size.ws_col : kUsualColumns;
}

}  // namespace stepgrad::lessons
