#include "tests/support/lesson_program.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sys/wait.h>

namespace stepgrad::testing {

namespace {

std::string quoted_program(const std::string& lesson) {
    return "\"" + std::string(STEPGRAD_BINARY_DIR) + "/lessons/" + lesson + "\"";
}

Outcome run(const std::string& command, const std::filesystem::path& folder) {
    const std::filesystem::path log = folder / "log";
    const int status = std::system((command + " > \"" + log.string() + "\" 2>&1").c_str());
    std::ifstream file(log);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1,
            std::string(std::istreambuf_iterator<char>(file), {})};
}

}  // namespace

Outcome run_lesson_program(const std::string& lesson, const std::string& options,
                           const std::filesystem::path& folder) {
    return run(quoted_program(lesson) + " " + options, folder);
}

Outcome run_lesson_on_a_terminal(const std::string& lesson, const std::string& options,
                                 const std::filesystem::path& folder) {
    const std::string command = quoted_program(lesson) + " " + options;
    return run(
        "TERM=xterm script --quiet --return --command '" + command + "' /dev/null </dev/null",
        folder);
}

Outcome run_lesson_on_a_full_disk(const std::string& lesson, const std::filesystem::path& folder) {
    return run("{ " + quoted_program(lesson) + " >/dev/full; }", folder);
}

Outcome run_flatten_or_gap(const std::string& options, const std::filesystem::path& folder) {
    return run_lesson_program("06_flatten_or_gap", options, folder);
}

Outcome run_flatten_or_gap_on_a_terminal(const std::string& options,
                                         const std::filesystem::path& folder) {
    return run_lesson_on_a_terminal("06_flatten_or_gap", options, folder);
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace stepgrad::testing
