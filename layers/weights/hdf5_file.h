#pragma once

#include <cstdint>
#include <filesystem>
#include <hdf5.h>
#include <string>
#include <utility>
#include <vector>

// As much of HDF5 as reading Keras's files takes. Nothing is followed out of the file.
namespace stepgrad {

/// An open file, group, attribute, ...; closes it.
class Hdf5Handle {
public:
    using Close = herr_t (*)(hid_t);

    Hdf5Handle(hid_t id, Close close) : id_(id), close_(close) {}
    ~Hdf5Handle() {
        if (id_ >= 0) {
            close_(id_);
        }
    }
    Hdf5Handle(Hdf5Handle&& other) noexcept
        : id_(std::exchange(other.id_, H5I_INVALID_HID)), close_(other.close_) {}
    Hdf5Handle& operator=(Hdf5Handle&&) = delete;
    Hdf5Handle(const Hdf5Handle&) = delete;
    Hdf5Handle& operator=(const Hdf5Handle&) = delete;

    hid_t id() const { return id_; }
    bool is_open() const { return id_ >= 0; }

private:
    hid_t id_;
    Close close_;
};

struct Hdf5Numbers {
    std::vector<std::int64_t> extents;
    std::vector<float> numbers;
};

/// A file that is open for reading. Errors are DataErrors that name the file.
class Hdf5File {
public:
    explicit Hdf5File(const std::filesystem::path& path);

    /// True if the group has a child of this name.
    bool has(const Hdf5Handle& group, const std::string& name) const;

    Hdf5Handle root() const;

    /// A group below another, by a path with slashes.
    Hdf5Handle group(const Hdf5Handle& parent, const std::string& path) const;

    /// A list of texts that is an attribute, or several: names, or names0, names1, ...
    std::vector<std::string> texts(const Hdf5Handle& group, const std::string& attribute) const;
    bool has_texts(const Hdf5Handle& group, const std::string& attribute) const;

    /// A data set below a group, by a path with slashes.
    Hdf5Numbers numbers(const Hdf5Handle& group, const std::string& path) const;

    [[noreturn]] void fail(const std::string& problem) const;

private:
    Hdf5Handle data_set(const Hdf5Handle& group, const std::string& path) const;
    void require_own_link(const Hdf5Handle& group, const std::string& name) const;
    void require_own_storage(const Hdf5Handle& set, const std::string& path) const;
    void append_texts(const Hdf5Handle& group, const std::string& attribute,
                      std::vector<std::string>& texts) const;

    std::filesystem::path path_;
    std::uintmax_t size_ = 0;
    Hdf5Handle file_;
};

}  // namespace stepgrad
