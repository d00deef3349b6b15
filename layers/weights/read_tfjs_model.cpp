#include "layers/weights/read_tfjs_model.h"

#include "autograd/error.h"

#include <nlohmann/json.hpp>

#include <cstring>
#include <fstream>
#include <ios>
#include <limits>
#include <optional>
#include <system_error>
#include <vector>

namespace stepgrad {
namespace {

using Json = nlohmann::json;

constexpr std::uintmax_t kMaxJsonSize = 100'000'000;

// Reads one model; every error names its file.
class Reader {
public:
    explicit Reader(const std::filesystem::path& path) : path_(path) {}

    StoredWeights read() {
        StoredWeights weights{.path = path_, .layout = FilterLayout::kHeightWidthInOut};
        const Json model = parsed();
        const auto manifest = model.find("weightsManifest");
        if (manifest == model.end() || !manifest->is_array()) {
            fail("has no list \"weightsManifest\": it is no TensorFlow.js model");
        }
        for (const Json& group : *manifest) {
            add_group(group, weights);
        }
        return weights;
    }

private:
    [[noreturn]] void fail(const std::string& problem) const {
        throw DataError("read_tfjs_model: " + path_.string() + ": " + problem);
    }

    Json parsed() const {
        std::error_code error;
        const std::uintmax_t size = std::filesystem::file_size(path_, error);
        std::ifstream file(path_, std::ios::binary);
        if (error || !file) {
            fail("cannot be opened" + (error ? ": " + error.message() : std::string()));
        }
        if (size > kMaxJsonSize) {
            fail("has " + std::to_string(size) + " bytes, at most " + std::to_string(kMaxJsonSize) +
                 " are read");
        }
        try {
            Json model = Json::parse(file);
            if (!model.is_object()) {
                fail("is not a JSON object");
            }
            return model;
        } catch (const Json::exception& problem) {
            fail(std::string("is not JSON: ") + problem.what());
        }
    }

    // A member of an object, which must be there and a list or a text.
    const Json& member(const Json& object, const char* name, Json::value_t type) const {
        const auto found = object.is_object() ? object.find(name) : object.end();
        if (found == object.end() || found->type() != type) {
            fail(std::string("\"weightsManifest\": an entry has no ") +
                 (type == Json::value_t::array ? "list" : "text") + " \"" + name + "\"");
        }
        return *found;
    }

    // The bytes of all shards of a group, one after the other.
    std::vector<char> read_shards(const Json& group) const {
        std::vector<char> bytes;
        for (const Json& entry : member(group, "paths", Json::value_t::array)) {
            const std::filesystem::path name =
                entry.is_string() ? std::filesystem::path(entry.get<std::string>()) : "";
            const std::filesystem::path normal = name.lexically_normal();
            if (name.empty() || name.is_absolute() || *normal.begin() == "..") {
                fail("shard " + entry.dump() + " does not lie in the folder of the model");
            }
            const std::filesystem::path shard = path_.parent_path() / normal;
            std::error_code error;
            const std::uintmax_t size = std::filesystem::file_size(shard, error);
            std::ifstream file(shard, std::ios::binary);
            const std::size_t before = bytes.size();
            if (!error && file) {
                bytes.resize(before + size);
                file.read(bytes.data() + before, static_cast<std::streamsize>(size));
            }
            if (error || !file) {
                fail("shard " + shard.string() + " cannot be read" +
                     (error ? ": " + error.message() : std::string()));
            }
        }
        return bytes;
    }

    Shape shape_of(const Json& entry, const std::string& name) const {
        const Json& list = member(entry, "shape", Json::value_t::array);
        std::vector<std::int64_t> extents;
        if (list.size() > static_cast<std::size_t>(Shape::kMaxRank)) {
            fail("tensor \"" + name + "\" has " + std::to_string(list.size()) +
                 " extents, at most four are supported");
        }
        for (const Json& extent : list) {
            if (!extent.is_number_unsigned() ||
                extent.get<std::uint64_t>() > std::numeric_limits<std::int32_t>::max()) {
                fail("tensor \"" + name + "\": \"shape\" must be a list of whole numbers");
            }
            extents.push_back(extent.get<std::int64_t>());
        }
        const std::optional<Shape> shape = stored_shape(extents);
        if (!shape) {
            fail("tensor \"" + name + "\" has the impossible shape " + list.dump());
        }
        return *shape;
    }

    // Bytes of one number.
    std::size_t number_size(const std::string& type, const std::string& name) const {
        if (type == "float32" || type == "int32") {
            return 4;
        }
        if (type == "bool") {
            return 1;
        }
        fail("tensor \"" + name + "\" has dtype \"" + type + "\"; float32 can be read");
    }

    void add_group(const Json& group, StoredWeights& weights) const {
        const std::vector<char> bytes = read_shards(group);
        std::size_t position = 0;
        for (const Json& entry : member(group, "weights", Json::value_t::array)) {
            const auto name = member(entry, "name", Json::value_t::string).get<std::string>();
            const auto type = member(entry, "dtype", Json::value_t::string).get<std::string>();
            if (entry.contains("quantization")) {
                fail("tensor \"" + name +
                     "\" is quantized; a model with float32 weights is needed");
            }
            const Shape shape = shape_of(entry, name);
            const std::size_t size =
                static_cast<std::size_t>(shape.numel()) * number_size(type, name);
            if (size > bytes.size() - position) {
                fail("tensor \"" + name + "\" with shape " + shape.to_string() + " needs " +
                     std::to_string(size) + " bytes, its shards hold " +
                     std::to_string(bytes.size() - position) + " more");
            }
            add_tensor(weights, name, type, shape, bytes.data() + position);
            position += size;
        }
        if (position != bytes.size()) {
            fail("its shards hold " + std::to_string(bytes.size()) + " bytes, its tensors take " +
                 std::to_string(position));
        }
    }

    static void add_tensor(StoredWeights& weights, const std::string& name, const std::string& type,
                           const Shape& shape, const char* bytes) {
        if (type != "float32") {
            weights.skipped.push_back({name, "holds no real numbers, " + type});
            return;
        }
        Tensor tensor = Tensor::empty(shape);
        std::memcpy(tensor.mutable_data(), bytes, static_cast<std::size_t>(shape.numel()) * 4);
        const std::string::size_type slash = name.rfind('/');
        weights.tensors.push_back(
            {.name = name,
             .layer = slash == std::string::npos ? std::string() : name.substr(0, slash),
             .part = slash == std::string::npos ? name : name.substr(slash + 1),
             .tensor = tensor});
    }

    std::filesystem::path path_;
};

}  // namespace

StoredWeights read_tfjs_model(const std::filesystem::path& path) {
    return Reader(path).read();
}

}  // namespace stepgrad
