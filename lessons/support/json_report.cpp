#include "lessons/support/json_report.h"

#include "autograd/error.h"
#include "autograd/kernels/instruction_set.h"
#include "autograd/kernels/threads.h"
#include "autograd/output_file.h"
#include "lessons/support/differences.h"
#include "lessons/support/environment.h"

#include <nlohmann/json.hpp>

#include <cstring>
#include <filesystem>
#include <system_error>

namespace stepgrad::lessons {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const EpochMetrics& epoch) {
    return {{"train_loss", epoch.train_loss},
            {"train_accuracy", epoch.train_accuracy},
            {"test_loss", epoch.test_loss},
            {"test_accuracy", epoch.test_accuracy}};
}

template <typename Item>
Json list_of(const std::vector<Item>& items);

Json json_of(const Run& run) {
    return {{"name", run.name},
            {"parameters", run.parameters},
            {"trainable_parameters", run.trainable_parameters},
            {"head_parameters", run.head_parameters},
            {"epochs", run.epochs},
            {"train_accuracy", run.train_accuracy},
            {"test_accuracy", run.test_accuracy},
            {"train_seconds", run.train_seconds},
            {"images_per_second", run.images_per_second},
            {"curve", list_of(run.curve)}};
}

Json json_of(const Claim& claim) {
    return {{"id", claim.id},
            {"claim", claim.claim},
            {"source", claim.source},
            {"measured", claim.measured},
            {"verdict", claim.verdict}};
}

Json json_of(const Figure& figure) {
    return {{"name", figure.name},
            {"mean", figure.mean()},
            {"standard_deviation", figure.deviation()},
            {"median", median(figure.values)},
            {"values", figure.values}};
}

Json json_of(const Measurement& measurement) {
    Json json{{"name", measurement.name}, {"value", measurement.value}};
    if (measurement.unit != Unit::kNumber) {
        json["unit"] = unit_name(measurement.unit);
    }
    return json;
}

Json json_of(const Derivative& derivative) {
    return {{"name", derivative.name},
            {"formula", derivative.formula},
            {"by_hand", derivative.by_hand},
            {"engine", derivative.engine},
            {"difference", derivative.difference},
            {"agree", agrees(derivative)}};
}

Json json_of(const Traversal& traversal) {
    return {{"name", traversal.name},
            {"doublings", traversal.doublings},
            {"gradient", traversal.gradient},
            {"calls", traversal.calls},
            {"right", is_right(traversal)}};
}

Json json_of(const LayerEffect& effect) {
    return {{"name", effect.name},
            {"numbers_in", effect.numbers_in},
            {"numbers_out", effect.numbers_out},
            {"largest_difference", effect.largest_difference},
            {"shares_memory", effect.shares_memory}};
}

Json json_of(const Identity& identity) {
    return {{"name", identity.name},
            {"largest_difference", identity.largest_difference},
            {"holds", holds(identity)}};
}

Json json_of(const ParameterBudget& budget) {
    return {{"name", budget.name},
            {"body", budget.body},
            {"dense", budget.dense},
            {"dense_layers", budget.dense_count}};
}

Json json_of(const ShiftAccuracy& shift) {
    return {{"run", shift.run},
            {"down", shift.down},
            {"right", shift.right},
            {"accuracy", shift.accuracy}};
}

Json json_of(const SizeAccuracy& size) {
    Json json = {{"run", size.run}, {"height", size.height}, {"width", size.width}};
    if (size.error.empty()) {
        json["accuracy"] = size.accuracy;
    } else {
        json["error"] = size.error;
    }
    return json;
}

Json json_of(const Equality& equality) {
    return {{"name", equality.name},
            {"difference", equality.difference},
            {"equal", is_equal(equality)}};
}

Json json_of(const SideBySideResult& result) {
    return {{"pictures", result.pictures},
            {"left_right", result.left_right},
            {"either", result.either}};
}

template <typename Item>
Json list_of(const std::vector<Item>& items) {
    Json list = Json::array();
    for (const Item& item : items) {
        list.push_back(json_of(item));
    }
    return list;
}

// Lists that few lessons have are left out by the others.
template <typename Item>
void add_list(Json& json, const char* name, const std::vector<Item>& items) {
    if (!items.empty()) {
        json[name] = list_of(items);
    }
}

Json json_of(const JsonReport& report) {
    Json json;
    json["lesson"] = report.lesson;
    json["title"] = report.title;
    if (!report.data_name.empty()) {
        json["data"] = {
            {"name", report.data_name}, {"train", report.train_count}, {"test", report.test_count}};
    }
    if (!report.caution.empty()) {
        json["caution"] = report.caution;
    }
    json["environment"]["threads"] = thread_count();
    if (report.seed) {
        json["environment"]["seed"] = *report.seed;
    }
    if (!report.seeds.empty()) {
        json["environment"]["seeds"] = report.seeds;
    }
    json["environment"]["compiler"] = compiler_name();
    json["environment"]["simd"] = instruction_set();
    json["runs"] = list_of(report.runs);
    json["claims"] = list_of(report.claims);
    add_list(json, "figures", report.figures);
    add_list(json, "measurements", report.measurements);
    add_list(json, "derivatives", report.derivatives);
    add_list(json, "traversals", report.traversals);
    add_list(json, "effects", report.effects);
    add_list(json, "identities", report.identities);
    add_list(json, "budgets", report.budgets);
    add_list(json, "shifts", report.shifts);
    add_list(json, "sizes", report.sizes);
    add_list(json, "equalities", report.equalities);
    if (report.side_by_side) {
        json["side_by_side"] = json_of(*report.side_by_side);
    }
    return json;
}

}  // namespace

void write_json(const JsonReport& report, const std::string& path) {
    const Json json = json_of(report);
    OutputFile file(path);
    // Names from outside may hold bytes that are no UTF-8; they are replaced, not refused.
    file.stream() << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
    if (const std::error_code error = file.finish()) {
        throw DataError("json: cannot write " + path + ": " + error.message());
    }
}

void require_writable(const std::string& what, const std::string& path) {
    const std::filesystem::path file(path);
    const std::filesystem::path folder =
        file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored)) {
        throw DataError(what + ": cannot write " + path + ": there is no folder " +
                        folder.string());
    }
    if (std::filesystem::is_directory(file, ignored)) {
        throw DataError(what + ": cannot write " + path + ": it is a folder");
    }
    if (std::filesystem::is_other(file,
                                  ignored)) {  // a device or pipe: to open it may take for ever
        return;
    }
    const OutputFile trial(path);  // never finished, so it leaves nothing behind
    if (trial.open_error()) {
        throw DataError(what + ": cannot write " + path + ": " + trial.open_error().message());
    }
}

}  // namespace stepgrad::lessons
