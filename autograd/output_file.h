#pragma once

#include <filesystem>
#include <fstream>
#include <system_error>

namespace stepgrad {

/// A file that appears whole or not at all: it is written beside its place and moved there when it
/// is finished. What was there stays until then.
///
/// A link is followed. Devices and pipes are written to directly, since moving a file over one would
/// remove it.
///
///     OutputFile file(path);
///     file.stream() << ...;
///     if (const std::error_code error = file.finish()) { throw DataError(... error.message()); }
///
/// Owns the unfinished file and removes it if finish() is never reached. One thread at a time.
class OutputFile {
public:
    /// Opens it. If that fails, finish() says so.
    explicit OutputFile(const std::filesystem::path& path);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    std::ofstream& stream() { return stream_; }

    /// Why it could not be opened; nothing if it could.
    const std::error_code& open_error() const { return first_error_; }

    /// Closes the file and moves it to its place.
    ///
    /// returns  what went wrong since the beginning; nothing is left behind then
    std::error_code finish();

private:
    bool is_moved() const { return written_ != place_; }
    void remove_unfinished() noexcept;

    std::filesystem::path place_;    // where the file shall be
    std::filesystem::path written_;  // where it is until then: the same for devices and pipes
    std::ofstream stream_;
    std::error_code first_error_;
};

}  // namespace stepgrad
