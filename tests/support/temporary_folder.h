#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace stepgrad::testing {

/// A new, empty folder that is gone with all its content at the end of the scope. Its name has a
/// space and letters beyond ASCII in it: every test with files is a test of such names.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

    /// Writes a file; its folders are made.
    ///
    /// returns where it is
    std::filesystem::path write(const std::string& name, const std::string& content) const;

    /// The names of what is in the folder, in alphabetical order.
    std::vector<std::string> names() const;

private:
    std::filesystem::path path_;
};

/// All bytes of a file.
std::string content_of(const std::filesystem::path& path);

}  // namespace stepgrad::testing
