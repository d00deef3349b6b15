#include "layers/weights/safetensors.h"

#include "autograd/error.h"
#include "autograd/output_file.h"
#include "autograd/scalar.h"
#include "autograd/tensor.h"
#include "layers/weights/safetensors_file.h"
#include "layers/weights/safetensors_header.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <ios>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

namespace stepgrad {
namespace {

static_assert(std::is_same_v<Scalar, float>, "the file holds F32; build it with Scalar = float");
static_assert(std::endian::native == std::endian::little, "numbers are written as they lie");

struct NamedTensor {
    std::string name;
    Tensor tensor;  // a handle: shares the model's numbers
};

[[noreturn]] void fail(const char* function, const std::filesystem::path& path,
                       const std::string& problem) {
    throw DataError(std::string(function) + ": " + path.string() + ": " + problem);
}

// What a file holds of a model: parameters, then buffers, in the model's own order.
std::vector<NamedTensor> tensors_of(const char* function, Module& model) {
    std::vector<NamedTensor> tensors;
    for (const NamedParameter& named : model.named_parameters()) {
        tensors.push_back({named.name, named.parameter.value()});
    }
    for (const NamedBuffer& named : model.named_buffers()) {
        tensors.push_back({named.name, named.buffer});
    }
    std::set<std::string> names{kMetadataName};
    for (const NamedTensor& named : tensors) {
        if (!named.tensor.has_numbers()) {
            throw GraphError(std::string(function) + ": \"" + named.name +
                             "\" has a shape but no numbers: it was made under a ShapeOnlyGuard");
        }
        if (!names.insert(named.name).second) {
            throw std::invalid_argument(std::string(function) + ": the name \"" + named.name +
                                        "\" is taken; every tensor needs one of its own");
        }
    }
    return tensors;
}

std::streamsize byte_count(const Tensor& tensor) {
    return static_cast<std::streamsize>(tensor.numel()) * std::streamsize{sizeof(Scalar)};
}

std::vector<std::int64_t> extents_of(const Shape& shape) {
    std::vector<std::int64_t> extents;
    extents.reserve(static_cast<std::size_t>(shape.rank()));
    for (int axis = 0; axis < shape.rank(); ++axis) {
        extents.push_back(shape[axis]);
    }
    return extents;
}

std::string header_of(const std::vector<NamedTensor>& tensors) {
    std::vector<TensorEntry> entries;
    entries.reserve(tensors.size());
    std::uint64_t offset = 0;
    for (const NamedTensor& named : tensors) {
        const std::uint64_t end = offset + static_cast<std::uint64_t>(byte_count(named.tensor));
        entries.push_back({named.name, "F32", extents_of(named.tensor.shape()), offset, end});
        offset = end;
    }
    return header_text(entries);
}

void write_numbers(std::ofstream& file, const std::string& header,
                   const std::vector<NamedTensor>& tensors) {
    const std::uint64_t header_size = header.size();
    file.write(reinterpret_cast<const char*>(&header_size), sizeof(header_size));
    file.write(header.data(), static_cast<std::streamsize>(header.size()));
    for (const NamedTensor& named : tensors) {
        file.write(reinterpret_cast<const char*>(named.tensor.data()), byte_count(named.tensor));
    }
}

// Exactly the model's tensors, in its shapes.
void require_same_tensors(const std::map<std::string, TensorEntry>& entries,
                          const std::vector<NamedTensor>& tensors,
                          const std::filesystem::path& path) {
    std::set<std::string> expected;
    for (const NamedTensor& named : tensors) {
        expected.insert(named.name);
        const auto found = entries.find(named.name);
        if (found == entries.end()) {
            fail("load_weights", path,
                 "tensor \"" + named.name + "\" is missing; the model expects it with shape " +
                     named.tensor.shape().to_string());
        }
        if (found->second.extents != extents_of(named.tensor.shape())) {
            fail("load_weights", path,
                 "tensor \"" + named.name + "\" has shape " + shape_text(found->second.extents) +
                     ", the model expects " + named.tensor.shape().to_string());
        }
    }
    for (const auto& [name, entry] : entries) {
        if (expected.count(name) == 0) {
            fail("load_weights", path,
                 "tensor \"" + name + "\" with shape " + shape_text(entry.extents) +
                     " is unexpected; the model has none of this name");
        }
    }
}

}  // namespace

void save_weights(Module& model, const std::filesystem::path& path) {
    const std::vector<NamedTensor> tensors = tensors_of("save_weights", model);
    const std::string header = header_of(tensors);
    OutputFile file(path);
    write_numbers(file.stream(), header, tensors);
    if (const std::error_code error = file.finish()) {
        fail("save_weights", path, "cannot be written: " + error.message());
    }
}

void load_weights(Module& model, const std::filesystem::path& path) {
    std::vector<NamedTensor> tensors = tensors_of("load_weights", model);

    // The header, checked against the size of the file and against the model.
    SafetensorsFile file = open_safetensors("load_weights", path);
    std::map<std::string, TensorEntry> entries;
    try {
        entries = checked_entries(file.header, file.data_size, SafetensorsOrigin::kStepgrad);
    } catch (const DataError& problem) {
        fail("load_weights", path, problem.what());
    }
    require_same_tensors(entries, tensors, path);

    // The numbers: all of them into tensors of their own, and only then into the model.
    std::vector<Tensor> loaded;
    for (const NamedTensor& named : tensors) {
        const TensorEntry& entry = entries.at(named.name);
        Tensor tensor = Tensor::empty(named.tensor.shape());
        if (!file.read(entry, reinterpret_cast<char*>(tensor.mutable_data()))) {
            fail("load_weights", path, "tensor \"" + named.name + "\" cannot be read");
        }
        loaded.push_back(std::move(tensor));
    }
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        tensors[i].tensor.copy_from(loaded[i]);
    }
}

}  // namespace stepgrad
