#include "datasets/fetched.h"

#include "autograd/error.h"

#include <cstdlib>
#include <system_error>

namespace stepgrad {
namespace {

// Empty if there is no such variable: the specification treats the two alike.
std::filesystem::path path_in_environment(const char* variable) {
    const char* const value = std::getenv(variable);
    return value != nullptr ? value : "";
}

// The same rules as in find_data_folder() of datasets/get.
std::filesystem::path data_folder() {
    const std::filesystem::path chosen = path_in_environment("STEPGRAD_DATA_DIR");
    if (!chosen.empty()) {
        return chosen;
    }
    const std::filesystem::path cache = path_in_environment("XDG_CACHE_HOME");
    if (cache.is_absolute()) {  // the specification wants a relative one to be ignored
        return cache / "stepgrad";
    }
    const std::filesystem::path home = path_in_environment("HOME");
    if (!home.empty()) {
        return home / ".cache" / "stepgrad";
    }
    throw DataError(
        "fetched_folder: none of STEPGRAD_DATA_DIR, XDG_CACHE_HOME and HOME is set, so that there "
        "is no place to look for data");
}

}  // namespace

std::filesystem::path fetched_folder(const std::string& name) {
    return data_folder() / name;
}

void require_fetched(const std::string& name, const std::filesystem::path& folder,
                     const std::vector<std::string>& files) {
    std::string missing;
    for (const std::string& file : files) {
        std::error_code ignored;  // what cannot be looked at is not there
        if (!std::filesystem::exists(folder / file, ignored)) {
            missing += (missing.empty() ? "" : ", ") + file;
        }
    }
    if (!missing.empty()) {
        throw DataError(name + ": " + folder.string() + " lacks " + missing + "; \"datasets/get " +
                        name + "\" fetches what is missing");
    }
}

}  // namespace stepgrad
