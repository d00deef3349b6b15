#include "layers/weights/safetensors_header.h"

#include "autograd/error.h"
#include "autograd/shape.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <set>
#include <stdexcept>
#include <utility>

namespace stepgrad {
namespace {

using Json = nlohmann::json;

constexpr const char* kFormat = "stepgrad";
constexpr const char* kFilterLayout = "height, width, in, out";
constexpr int kMaxDepth = 3;  // the list of a tensor in the header

std::string quoted(const std::string& name) {
    return "tensor \"" + name + "\"";
}

// Follows the parser for what the finished value no longer shows: a name that stood there twice
// (the last one would win without a word), and nesting deep enough to exhaust the memory.
class ParserWatch {
public:
    bool operator()(int depth, Json::parse_event_t event, const Json& parsed) {
        if (depth > kMaxDepth) {
            throw DataError("the header is nested too deeply");
        }
        if (event == Json::parse_event_t::object_start) {
            names_.emplace_back();
        } else if (event == Json::parse_event_t::object_end) {
            names_.pop_back();
        } else if (event == Json::parse_event_t::key) {
            const std::string name = parsed.get<std::string>();
            if (!names_.back().insert(name).second) {
                throw DataError("\"" + name + "\" stands in the header twice");
            }
        }
        return true;
    }

private:
    std::vector<std::set<std::string>> names_;  // of the objects that are still open
};

Json parsed_header(const std::string& header) {
    ParserWatch watch;
    const auto follow = [&watch](int depth, Json::parse_event_t event, const Json& parsed) {
        return watch(depth, event, parsed);
    };
    if (header.empty() || header[0] != '{') {
        throw DataError("the header is not a JSON object: it does not start with \"{\"");
    }
    try {
        return Json::parse(header, follow);
    } catch (const Json::exception& error) {
        throw DataError(std::string("the header is not JSON: ") + error.what());
    }
}

// Other writers store filters in another order; a square matrix would load transposed without a
// word.
void require_own_metadata(const Json& header) {
    const auto metadata = header.find(kMetadataName);
    const Json expected = {{"format", kFormat}, {"filter_layout", kFilterLayout}};
    if (metadata == header.end() || !metadata->is_object() ||
        metadata->value("format", Json()) != expected["format"] ||
        metadata->value("filter_layout", Json()) != expected["filter_layout"]) {
        throw DataError(std::string("was not written by save_weights(): ") + kMetadataName +
                        " must hold \"format\": \"" + kFormat + "\" and \"filter_layout\": \"" +
                        kFilterLayout + "\"");
    }
}

// A member that must be a list of whole numbers from 0 to 2^63 - 1.
std::vector<std::int64_t> whole_numbers(const std::string& name, const Json& entry,
                                        const char* member) {
    const auto list = entry.find(member);
    bool fits = list != entry.end() && list->is_array();
    std::vector<std::int64_t> numbers;
    for (std::size_t i = 0; fits && i < list->size(); ++i) {
        const Json& number = (*list)[i];
        fits = number.is_number_unsigned() &&
               number.get<std::uint64_t>() <= std::numeric_limits<std::int64_t>::max();
        numbers.push_back(fits ? number.get<std::int64_t>() : 0);
    }
    if (!fits) {
        throw DataError(quoted(name) + ": \"" + member + "\" must be a list of whole numbers");
    }
    return numbers;
}

// The bytes of one number of a type, as the format defines them.
std::uint64_t number_size(const std::string& name, const Json& dtype, SafetensorsOrigin origin) {
    static const std::map<std::string, std::uint64_t> kSizes = {
        {"BOOL", 1}, {"U8", 1},  {"I8", 1},  {"U16", 2},  {"I16", 2}, {"U32", 4}, {"I32", 4},
        {"U64", 8},  {"I64", 8}, {"F16", 2}, {"BF16", 2}, {"F32", 4}, {"F64", 8}};
    const bool is_own = origin == SafetensorsOrigin::kStepgrad;
    const auto size = dtype.is_string() ? kSizes.find(dtype.get<std::string>()) : kSizes.end();
    if (size == kSizes.end() || (is_own && dtype != "F32")) {
        throw DataError(quoted(name) + ": expected dtype \"F32\"" +
                        (is_own ? "" : " or another one that is known") + ", given " +
                        dtype.dump(-1, ' ', false, Json::error_handler_t::replace));
    }
    return size->second;
}

// The bytes of one number times all extents.
std::uint64_t checked_byte_count(const std::string& name, std::uint64_t bytes,
                                 const std::vector<std::int64_t>& extents) {
    for (const std::int64_t extent : extents) {
        if (__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(extent), &bytes)) {
            throw DataError(quoted(name) + ": shape " + shape_text(extents) +
                            " is too large for any file");
        }
    }
    return bytes;
}

TensorEntry checked_entry(const std::string& name, const Json& json, SafetensorsOrigin origin) {
    if (!json.is_object()) {
        throw DataError(quoted(name) + ": its entry is not a JSON object");
    }
    const Json dtype = json.value("dtype", Json());
    const std::uint64_t size = number_size(name, dtype, origin);
    TensorEntry entry;
    entry.name = name;
    entry.dtype = dtype.get<std::string>();
    entry.extents = whole_numbers(name, json, "shape");
    if (origin == SafetensorsOrigin::kStepgrad &&
        entry.extents.size() > static_cast<std::size_t>(Shape::kMaxRank)) {
        throw DataError(quoted(name) + ": \"shape\" has " + std::to_string(entry.extents.size()) +
                        " extents, at most " + std::to_string(Shape::kMaxRank) + " are supported");
    }
    const std::vector<std::int64_t> offsets = whole_numbers(name, json, "data_offsets");
    if (offsets.size() != 2 || offsets[0] > offsets[1]) {
        throw DataError(quoted(name) + ": \"data_offsets\" must be [begin, end] with begin <= end");
    }
    entry.begin = static_cast<std::uint64_t>(offsets[0]);
    entry.end = static_cast<std::uint64_t>(offsets[1]);
    const std::uint64_t bytes = checked_byte_count(name, size, entry.extents);
    if (entry.end - entry.begin != bytes) {
        throw DataError(quoted(name) + ": shape " + shape_text(entry.extents) + " takes " +
                        std::to_string(bytes) + " bytes, \"data_offsets\" " + shape_text(offsets) +
                        " hold " + std::to_string(entry.end - entry.begin));
    }
    return entry;
}

// In the order of their places each entry starts where the one before ends, and the last one ends
// with the file.
void require_no_gaps(std::vector<TensorEntry> entries, std::uint64_t data_size) {
    std::sort(entries.begin(), entries.end(), [](const TensorEntry& a, const TensorEntry& b) {
        return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    std::uint64_t position = 0;
    for (const TensorEntry& entry : entries) {
        if (entry.begin != position) {
            throw DataError(quoted(entry.name) + ": its data start at byte " +
                            std::to_string(entry.begin) + ", expected " + std::to_string(position) +
                            ": tensors must neither overlap nor " + "leave gaps");
        }
        if (entry.end > data_size) {
            throw DataError(quoted(entry.name) + ": its data end at byte " +
                            std::to_string(entry.end) + ", the file holds " +
                            std::to_string(data_size) + " bytes of data; it was cut off");
        }
        position = entry.end;
    }
    if (position != data_size) {
        throw DataError("the file holds " + std::to_string(data_size) +
                        " bytes of data, its tensors take " + std::to_string(position));
    }
}

}  // namespace

std::string shape_text(const std::vector<std::int64_t>& extents) {
    std::string text = "[";
    for (std::size_t i = 0; i < extents.size(); ++i) {
        text += (i == 0 ? "" : ", ") + std::to_string(extents[i]);
    }
    return text + "]";
}

std::string header_text(const std::vector<TensorEntry>& entries) {
    nlohmann::ordered_json header;
    header[kMetadataName] = {{"format", kFormat}, {"filter_layout", kFilterLayout}};
    for (const TensorEntry& entry : entries) {
        header[entry.name] = {{"dtype", entry.dtype},
                              {"shape", entry.extents},
                              {"data_offsets", {entry.begin, entry.end}}};
    }
    try {
        std::string text = header.dump();
        text.append((8 - text.size() % 8) % 8, ' ');
        return text;
    } catch (const Json::exception& error) {
        throw std::invalid_argument(std::string("save_weights: a name is not UTF-8: ") +
                                    error.what());
    }
}

std::map<std::string, TensorEntry> checked_entries(const std::string& header,
                                                   std::uint64_t data_size,
                                                   SafetensorsOrigin origin) {
    const Json json = parsed_header(header);
    if (origin == SafetensorsOrigin::kStepgrad) {
        require_own_metadata(json);
    }
    std::vector<TensorEntry> entries;
    for (const auto& [name, value] : json.items()) {
        if (name != kMetadataName) {
            entries.push_back(checked_entry(name, value, origin));
        }
    }
    require_no_gaps(entries, data_size);
    std::map<std::string, TensorEntry> by_name;
    for (TensorEntry& entry : entries) {
        by_name.emplace(entry.name, std::move(entry));
    }
    return by_name;
}

std::string metadata_text(const std::string& header, const std::string& name) {
    const Json json = parsed_header(header);
    const auto metadata = json.find(kMetadataName);
    if (metadata == json.end() || !metadata->is_object()) {
        return {};
    }
    const auto entry = metadata->find(name);
    return entry != metadata->end() && entry->is_string() ? entry->get<std::string>()
                                                          : std::string();
}

}  // namespace stepgrad
