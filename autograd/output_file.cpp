#include "autograd/output_file.h"

#include <cerrno>
#include <string>
#include <unistd.h>

namespace stepgrad {
namespace {

// EIO where the library has failed without a word.
std::error_code last_error() {
    return {errno != 0 ? errno : EIO, std::generic_category()};
}

// The end of a chain of links, whether there is a file or not yet.
std::filesystem::path followed(const std::filesystem::path& path) {
    std::error_code error;
    const std::filesystem::path target = std::filesystem::weakly_canonical(path, error);
    if (error) {
        return path;
    }
    const bool is_dangling = std::filesystem::is_symlink(target, error);
    return is_dangling ? target.parent_path() / std::filesystem::read_symlink(target, error)
                       : target;
}

}  // namespace

OutputFile::OutputFile(const std::filesystem::path& path)
    : place_(followed(path)), written_(place_) {
    std::error_code ignored;
    if (!std::filesystem::exists(place_, ignored) ||
        std::filesystem::is_regular_file(place_, ignored)) {
        written_ += ".unfinished-" + std::to_string(getpid());
    }
    errno = 0;
    stream_.open(written_, std::ios::binary | std::ios::trunc);
    if (!stream_) {
        first_error_ = last_error();
    }
}

OutputFile::~OutputFile() {
    remove_unfinished();
}

std::error_code OutputFile::finish() {
    if (!first_error_) {
        errno = 0;
        stream_.close();
        if (!stream_) {
            first_error_ = last_error();
        } else if (is_moved()) {
            std::filesystem::rename(written_, place_, first_error_);
        }
    }
    if (first_error_) {
        remove_unfinished();
    }
    return first_error_;
}

void OutputFile::remove_unfinished() noexcept {
    std::error_code ignored;
    if (is_moved()) {
        std::filesystem::remove(written_, ignored);
    }
}

}  // namespace stepgrad
