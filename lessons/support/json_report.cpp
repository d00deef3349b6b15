#include "lessons/support/json_report.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "autograd/error.h"
#include "autograd/kernels/instruction_set.h"
#include "autograd/kernels/threads.h"
#include "lessons/support/environment.h"

namespace stepgrad::lessons {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Run& run) {
    return {{"name", run.name},
            {"parameters", run.parameters},
            {"trainable_parameters", run.trainable_parameters},
            {"head_parameters", run.head_parameters},
            {"epochs", run.epochs},
            {"train_accuracy", run.train_accuracy},
            {"test_accuracy", run.test_accuracy},
            {"train_seconds", run.train_seconds},
            {"images_per_second", run.images_per_second}};
}

Json json_of(const Claim& claim) {
    return {{"id", claim.id},
            {"claim", claim.claim},
            {"source", claim.source},
            {"measured", claim.measured},
            {"verdict", claim.verdict}};
}

template <typename Item>
Json list_of(const std::vector<Item>& items) {
    Json list = Json::array();
    for (const Item& item : items) {
        list.push_back(json_of(item));
    }
    return list;
}

// A file is written beside its place and moved there when it is whole; a link is followed. Devices
// and pipes are written to directly: moving a file over them would remove them.
struct Target {
    explicit Target(const std::filesystem::path& path)
        : place(std::filesystem::exists(path) ? std::filesystem::canonical(path) : path),
          written(place) {
        if (!std::filesystem::exists(place) || std::filesystem::is_regular_file(place)) {
            written += ".unfinished";
        }
    }

    bool is_replaced() const { return written != place; }

    void finish(std::error_code& error) const {
        if (is_replaced()) {
            std::filesystem::rename(written, place, error);
        }
    }

    void abandon() const {
        std::error_code ignored;
        if (is_replaced() && std::filesystem::is_regular_file(written, ignored)) {
            std::filesystem::remove(written, ignored);
        }
    }

    std::filesystem::path place, written;
};

}  // namespace

void write_json(const JsonReport& report, const std::string& path) {
    const Json json = {
        {"lesson", report.lesson},
        {"data",
         {{"name", report.data_name}, {"train", report.train_count}, {"test", report.test_count}}},
        {"environment",
         {{"threads", thread_count()},
          {"seed", report.seed},
          {"compiler", compiler_name()},
          {"simd", instruction_set()}}},
        {"runs", list_of(report.runs)},
        {"claims", list_of(report.claims)}};
    const Target target(path);
    std::ofstream file(target.written);
    // Names from outside may hold bytes that are no UTF-8; they are replaced, not refused.
    file << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
    file.close();
    std::error_code error;
    if (file) {
        target.finish(error);
    }
    if (!file || error) {
        target.abandon();
        throw DataError("json: cannot write " + path + ": " +
                        (error ? error.message() : std::strerror(errno)));
    }
}

void require_writable(const std::string& path) {
    const std::filesystem::path file(path);
    const std::filesystem::path folder =
        file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    if (!std::filesystem::is_directory(folder)) {
        throw DataError("json: cannot write " + path + ": there is no folder " + folder.string());
    }
    if (std::filesystem::is_directory(file)) {
        throw DataError("json: cannot write " + path + ": it is a folder");
    }
    const bool is_there = std::filesystem::exists(file);
    if (access(is_there ? file.c_str() : folder.c_str(), W_OK) != 0) {
        throw DataError("json: cannot write " + path + ": " + std::strerror(errno));
    }
    const Target target(path);
    if (target.is_replaced()) {
        const bool opens = std::ofstream(target.written).is_open();
        const std::string reason = std::strerror(errno);
        target.abandon();
        if (!opens) {
            throw DataError("json: cannot write " + target.written.string() + ": " + reason);
        }
    }
}

}  // namespace stepgrad::lessons
