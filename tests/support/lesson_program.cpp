#include "tests/support/lesson_program.h"

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace stepgrad::testing {

Outcome run_flatten_or_gap(const std::string& options, const std::filesystem::path& folder) {
    const std::string program = std::string(STEPGRAD_BINARY_DIR) + "/lessons/06_flatten_or_gap";
    const std::filesystem::path log = folder / "log";
    const int status = std::system(
        ("\"" + program + "\" " + options + " > \"" + log.string() + "\" 2>&1").c_str());
    std::ifstream file(log);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1,
            std::string(std::istreambuf_iterator<char>(file), {})};
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace stepgrad::testing
