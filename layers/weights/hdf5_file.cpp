#include "layers/weights/hdf5_file.h"

#include "autograd/error.h"

#include <algorithm>
#include <cstring>
#include <system_error>

namespace stepgrad {
namespace {

constexpr hssize_t kMostTexts = 1'000'000;
constexpr int kMostExtents = 32;  // HDF5's own limit

Hdf5Handle opened(const std::filesystem::path& path) {
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // errors are told by exceptions
    return {H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose};
}

}  // namespace

Hdf5File::Hdf5File(const std::filesystem::path& path) : path_(path), file_(opened(path)) {
    std::error_code error;
    size_ = std::filesystem::file_size(path, error);
    if (error) {
        fail("cannot be opened: " + error.message());
    }
    if (!file_.is_open()) {
        fail("is no HDF5 file, or is damaged");
    }
}

void Hdf5File::fail(const std::string& problem) const {
    throw DataError("read_keras_h5: " + path_.string() + ": " + problem);
}

Hdf5Handle Hdf5File::root() const {
    return {H5Gopen2(file_.id(), "/", H5P_DEFAULT), H5Gclose};
}

void Hdf5File::require_own_link(const Hdf5Handle& group, const std::string& name) const {
    H5L_info_t info;
    if (H5Lget_info(group.id(), name.c_str(), &info, H5P_DEFAULT) < 0) {
        fail("there is no \"" + name + "\" in it");
    }
    if (info.type != H5L_TYPE_HARD) {
        fail("\"" + name + "\" is a link to another place, which is not followed");
    }
}

bool Hdf5File::has(const Hdf5Handle& group, const std::string& name) const {
    return H5Lexists(group.id(), name.c_str(), H5P_DEFAULT) > 0;
}

Hdf5Handle Hdf5File::group(const Hdf5Handle& parent, const std::string& path) const {
    const std::string::size_type slash = path.find('/');
    const std::string name = path.substr(0, slash);
    require_own_link(parent, name);
    Hdf5Handle group(H5Gopen2(parent.id(), name.c_str(), H5P_DEFAULT), H5Gclose);
    if (!group.is_open()) {
        fail("\"" + name + "\" is not a group");
    }
    if (slash == std::string::npos) {
        return group;
    }
    return this->group(group, path.substr(slash + 1));  // each step is looked at by itself
}

bool Hdf5File::has_texts(const Hdf5Handle& group, const std::string& attribute) const {
    return H5Aexists(group.id(), attribute.c_str()) > 0 ||
           H5Aexists(group.id(), (attribute + "0").c_str()) > 0;
}

std::vector<std::string> Hdf5File::texts(const Hdf5Handle& group,
                                         const std::string& attribute) const {
    std::vector<std::string> texts;
    if (H5Aexists(group.id(), attribute.c_str()) > 0) {
        append_texts(group, attribute, texts);
        return texts;
    }
    for (int part = 0; H5Aexists(group.id(), (attribute + std::to_string(part)).c_str()) > 0;
         ++part) {
        append_texts(group, attribute + std::to_string(part), texts);
    }
    return texts;
}

void Hdf5File::append_texts(const Hdf5Handle& group, const std::string& name,
                            std::vector<std::string>& texts) const {
    const Hdf5Handle attribute(H5Aopen(group.id(), name.c_str(), H5P_DEFAULT), H5Aclose);
    const Hdf5Handle type(H5Aget_type(attribute.id()), H5Tclose);
    const Hdf5Handle space(H5Aget_space(attribute.id()), H5Sclose);
    const hssize_t count = H5Sget_simple_extent_npoints(space.id());
    if (count == 0) {
        return;  // a layer without weights
    }
    if (H5Tget_class(type.id()) != H5T_STRING || count < 0 || count > kMostTexts) {
        fail("attribute \"" + name + "\" is not a list of names");
    }
    const auto size = static_cast<std::size_t>(count);
    if (H5Tis_variable_str(type.id()) > 0) {
        std::vector<char*> pointers(size, nullptr);
        const bool is_read = H5Aread(attribute.id(), type.id(), pointers.data()) >= 0;
        for (const char* pointer : pointers) {
            texts.emplace_back(pointer == nullptr ? "" : pointer);
        }
        H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, pointers.data());
        if (!is_read) {
            fail("attribute \"" + name + "\" cannot be read");
        }
        return;
    }
    const std::size_t length = H5Tget_size(type.id());
    if (length == 0 || length > size_ || size > size_ / length) {
        fail("attribute \"" + name + "\" is larger than the file");
    }
    std::vector<char> characters(size * length);
    if (H5Aread(attribute.id(), type.id(), characters.data()) < 0) {
        fail("attribute \"" + name + "\" cannot be read");
    }
    for (std::size_t i = 0; i < size; ++i) {
        const char* text = characters.data() + i * length;
        texts.emplace_back(text, strnlen(text, length));
    }
}

Hdf5Handle Hdf5File::data_set(const Hdf5Handle& group, const std::string& path) const {
    const std::string::size_type slash = path.rfind('/');
    if (slash != std::string::npos) {
        return data_set(this->group(group, path.substr(0, slash)), path.substr(slash + 1));
    }
    require_own_link(group, path);
    return {H5Dopen2(group.id(), path.c_str(), H5P_DEFAULT), H5Dclose};
}

void Hdf5File::require_own_storage(const Hdf5Handle& set, const std::string& path) const {
    const Hdf5Handle plan(H5Dget_create_plist(set.id()), H5Pclose);
    if (H5Pget_layout(plan.id()) == H5D_VIRTUAL) {
        fail("\"" + path + "\" is a virtual data set, made of others; these are not read");
    }
    if (H5Pget_external_count(plan.id()) > 0) {
        fail("\"" + path + "\" is stored in other files, which are not read");
    }
}

Hdf5Numbers Hdf5File::numbers(const Hdf5Handle& group, const std::string& path) const {
    const Hdf5Handle set = data_set(group, path);
    if (!set.is_open()) {
        fail("\"" + path + "\" is not a data set");
    }
    require_own_storage(set, path);
    const Hdf5Handle type(H5Dget_type(set.id()), H5Tclose);
    if (H5Tget_class(type.id()) != H5T_FLOAT || H5Tget_size(type.id()) > sizeof(float)) {
        fail("\"" + path + "\" does not hold floating-point numbers of 16 or 32 bits");
    }
    const Hdf5Handle space(H5Dget_space(set.id()), H5Sclose);
    hsize_t extents[kMostExtents] = {};
    const int rank = H5Sget_simple_extent_dims(space.id(), extents, nullptr);
    Hdf5Numbers result;
    std::uint64_t bytes = sizeof(float);
    for (int axis = 0; axis < rank; ++axis) {
        result.extents.push_back(static_cast<std::int64_t>(extents[axis]));
        if (__builtin_mul_overflow(bytes, std::uint64_t{extents[axis]}, &bytes)) {
            bytes = std::uint64_t(-1);
        }
    }
    // Half as large in the file if they have 16 bits.
    if (rank < 0 || bytes / sizeof(float) > size_ / H5Tget_size(type.id())) {
        fail("\"" + path + "\" promises more numbers than the file holds");
    }
    result.numbers.resize(bytes / sizeof(float));
    if (H5Dread(set.id(), H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, result.numbers.data()) <
        0) {
        fail("\"" + path + "\" cannot be read");
    }
    return result;
}

}  // namespace stepgrad
