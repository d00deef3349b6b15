#include "layers/weights/assign_weights.h"

#include "autograd/error.h"
#include "layers/weights/filter_layout.h"

#include <map>
#include <optional>
#include <set>
#include <utility>

namespace stepgrad {
namespace {

// A parameter or buffer of the model.
struct Slot {
    std::string name;   // "features.0.weight"
    std::string layer;  // "features.0"
    std::string part;   // "weight"
    bool is_norm;       // of a layer with statistics
    Tensor tensor;      // a handle: shares the model's numbers
};

std::string last_component(const std::string& path) {
    return path.substr(path.rfind('.') + 1);  // all of it if there is no dot
}

void add_slots(std::vector<Slot>& slots, const NamedModule& named) {
    const bool is_norm = !named.module->own_buffers().empty();
    const auto add = [&](const std::string& part, const Tensor& tensor) {
        const std::string name = named.name.empty() ? part : named.name + "." + part;
        if (!tensor.has_numbers()) {
            throw GraphError("assign_weights: \"" + name +
                             "\" has a shape but no numbers: it was made under a ShapeOnlyGuard");
        }
        slots.push_back({name, named.name, part, is_norm, tensor});
    };
    for (const NamedParameter& own : named.module->own_parameters()) {
        if (own.parameter.is_defined()) {
            add(own.name, own.parameter.value());
        }
    }
    for (const NamedBuffer& own : named.module->own_buffers()) {
        if (own.buffer.is_defined()) {
            add(own.name, own.buffer);
        }
    }
}

std::vector<Slot> slots_of(Module& model) {
    std::vector<Slot> slots;
    for (const NamedModule& named : model.named_modules()) {
        add_slots(slots, named);
    }
    return slots;
}

// What other programs call a part, in our words.
std::string own_part(const std::string& part, bool is_norm) {
    static const std::map<std::string, std::string> kOwn = {{"kernel", "weight"},
                                                            {"depthwise_kernel", "weight"},
                                                            {"running_mean", "moving_mean"},
                                                            {"running_var", "moving_variance"}};
    static const std::map<std::string, std::string> kOwnOfNorm = {{"weight", "gamma"},
                                                                  {"bias", "beta"}};
    const auto found = kOwn.find(part);
    const std::string own = found == kOwn.end() ? part : found->second;
    const auto of_norm = kOwnOfNorm.find(own);
    return is_norm && of_norm != kOwnOfNorm.end() ? of_norm->second : own;
}

// Finds slots by what a file calls them.
class SlotIndex {
public:
    explicit SlotIndex(const std::vector<Slot>& slots) : slots_(slots) {
        for (std::size_t i = 0; i < slots.size(); ++i) {
            layers_[slots[i].layer].push_back(i);
            paths_of_[last_component(slots[i].layer)].insert(slots[i].layer);
        }
    }

    // By its path, or by its own name if no other layer has that.
    std::optional<std::size_t> find(const StoredTensor& stored) const {
        auto layer = layers_.find(stored.layer);
        if (layer == layers_.end()) {
            const auto paths = paths_of_.find(stored.layer);
            if (paths == paths_of_.end() || paths->second.size() != 1) {
                return std::nullopt;
            }
            layer = layers_.find(*paths->second.begin());
        }
        for (const std::size_t i : layer->second) {
            if (slots_[i].part == own_part(stored.part, slots_[i].is_norm)) {
                return i;
            }
        }
        return std::nullopt;
    }

private:
    const std::vector<Slot>& slots_;
    std::map<std::string, std::vector<std::size_t>> layers_;
    std::map<std::string, std::set<std::string>> paths_of_;  // by a layer's own name
};

[[noreturn]] void fail(const StoredWeights& weights, const std::string& problem) {
    throw DataError("assign_weights: " + weights.path.string() + ": " + problem);
}

std::string first_names(const StoredWeights& weights, const std::vector<Slot>& slots) {
    return "the file begins with \"" +
           (weights.tensors.empty() ? std::string("nothing") : weights.tensors[0].name) +
           "\", the model with \"" + (slots.empty() ? std::string("nothing") : slots[0].name) +
           "\"";
}

}  // namespace

LoadReport assign_weights(Module& model, const StoredWeights& weights) {
    std::vector<Slot> slots = slots_of(model);
    const SlotIndex index(slots);
    LoadReport report{.path = weights.path, .skipped = weights.skipped};
    std::vector<std::optional<Tensor>> arranged(slots.size());
    for (const StoredTensor& stored : weights.tensors) {
        const std::optional<std::size_t> place = index.find(stored);
        if (!place) {
            report.skipped.push_back({stored.name, "the model has no layer for it"});
            continue;
        }
        const Slot& slot = slots[*place];
        if (arranged[*place]) {
            fail(weights, "\"" + stored.name + "\" is the second tensor for \"" + slot.name + "\"");
        }
        arranged[*place] = arranged_like(stored.tensor, weights.layout, slot.tensor.shape());
        if (!arranged[*place]) {
            fail(weights,
                 "\"" + stored.name + "\" has shape " + stored.tensor.shape().to_string() +
                     ", the model's \"" + slot.name + "\" expects " +
                     slot.tensor.shape().to_string() + ": " +
                     likely_cause(stored.tensor.shape(), weights.layout, slot.tensor.shape()));
        }
        report.matched.push_back({slot.name, stored.name, slot.tensor.shape()});
    }
    if (report.matched.empty()) {
        fail(weights, "no tensor fits any layer of the model: " + first_names(weights, slots));
    }
    for (std::size_t i = 0; i < slots.size(); ++i) {
        if (arranged[i]) {
            slots[i].tensor.copy_from(*arranged[i]);
        } else {
            report.initial.push_back({slots[i].name, slots[i].tensor.shape()});
        }
    }
    return report;
}

}  // namespace stepgrad
