#include "datasets/cifar10.h"

#include "autograd/error.h"
#include "datasets/byte_dataset.h"
#include "datasets/byte_source.h"
#include "datasets/cifar10_sheet.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <future>
#include <memory>
#include <thread>
#include <utility>

namespace stepgrad {
namespace {

using Json = nlohmann::json;
using Bytes = std::vector<std::uint8_t>;

const char* const kTrainLabels = "train_lables.json";  // spelt as in the package
const char* const kTestLabels = "test_lables.json";
constexpr std::int64_t kLargestLabelFile = 1'000'000;  // ten times the real one
constexpr std::int64_t kImageBytes = 32 * 32 * 3;

// The training sheets in order, then the test sheet.
std::vector<std::string> sheet_names() {
    return {"data_batch_1.png", "data_batch_2.png", "data_batch_3.png",
            "data_batch_4.png", "data_batch_5.png", "test_batch.png"};
}

Json read_json(ByteSource& source) {
    if (source.is_gzip() || source.file_size() > kLargestLabelFile) {
        source.fail("must be a JSON file of at most " + std::to_string(kLargestLabelFile) +
                    " bytes");
    }
    Bytes text(static_cast<std::size_t>(source.file_size()));
    text.resize(source.read(text.data(), text.size()));
    try {
        return Json::parse(text);
    } catch (const Json::exception& error) {
        source.fail(std::string("is not JSON: ") + error.what());
    }
}

std::vector<std::int32_t> read_labels(const std::filesystem::path& path) {
    ByteSource source("cifar10", path);
    const Json json = read_json(source);
    if (!json.is_array()) {
        source.fail(std::string("must hold a list of labels, holds a JSON ") + json.type_name());
    }
    const auto class_count = static_cast<std::int64_t>(cifar10_classes().size());
    std::vector<std::int32_t> labels;
    labels.reserve(json.size());
    for (const Json& item : json) {
        const std::int64_t label = item.is_number_integer() ? item.get<std::int64_t>() : -1;
        if (label < 0 || label >= class_count) {
            source.fail(
                "label " + std::to_string(labels.size()) + " is " +
                (item.is_number() ? item.dump() : std::string("a JSON ") + item.type_name()) +
                ", must be a whole number from 0 to " + std::to_string(class_count - 1));
        }
        labels.push_back(static_cast<std::int32_t>(label));
    }
    return labels;
}

// One sheet keeps one core busy for half a second: each core takes the next until none is left.
std::vector<Bytes> read_sheets(const std::filesystem::path& folder) {
    const std::vector<std::string> names = sheet_names();
    std::vector<Bytes> sheets(names.size());
    std::atomic<std::size_t> next{0};
    const auto read_next_sheets = [&] {
        for (std::size_t i = next++; i < names.size(); i = next++) {
            sheets[i] = read_cifar10_sheet(folder / names[i]);
        }
    };
    const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
    std::vector<std::future<void>> workers;
    for (std::size_t i = 0; i < std::min(cores, names.size()); ++i) {
        workers.push_back(std::async(std::launch::async, read_next_sheets));
    }
    for (std::future<void>& worker : workers) {
        worker.get();  // throws what the worker threw
    }
    return sheets;
}

// Lets go of each sheet once it is copied, so that little is held twice.
Bytes joined(std::vector<Bytes> sheets) {
    std::size_t size = 0;
    for (const Bytes& sheet : sheets) {
        size += sheet.size();
    }
    Bytes pixels;
    pixels.reserve(size);
    for (Bytes& sheet : sheets) {
        pixels.insert(pixels.end(), sheet.begin(), sheet.end());
        sheet = Bytes();
    }
    return pixels;
}

std::shared_ptr<const Dataset> make_dataset(const std::string& name,
                                            const std::filesystem::path& label_file,
                                            std::vector<std::int32_t> labels, Bytes pixels) {
    const std::size_t image_count = pixels.size() / kImageBytes;
    if (labels.size() != image_count) {
        throw DataError("cifar10: " + label_file.string() + ": holds " +
                        std::to_string(labels.size()) + " labels, the sheets hold " +
                        std::to_string(image_count) + " images");
    }
    return std::make_shared<ByteDataset>(name, Shape{32, 32, 3}, std::move(pixels),
                                         std::move(labels), cifar10_classes());
}

}  // namespace

std::vector<std::string> cifar10_classes() {
    return {"airplane", "automobile", "bird",  "cat",  "deer",
            "dog",      "frog",       "horse", "ship", "truck"};
}

DataSource load_cifar10(const std::filesystem::path& folder) {
    std::vector<std::string> files = sheet_names();
    files.insert(files.end(), {kTrainLabels, kTestLabels});
    require_fetched("cifar10", folder, files);
    // The small files first: if one is bad, little was read in vain.
    std::vector<std::int32_t> train_labels = read_labels(folder / kTrainLabels);
    std::vector<std::int32_t> test_labels = read_labels(folder / kTestLabels);
    std::vector<Bytes> sheets = read_sheets(folder);
    Bytes test_pixels = std::move(sheets.back());
    sheets.pop_back();
    DataSource source;
    source.name = "cifar10";
    source.train = make_dataset("cifar10 train", folder / kTrainLabels, std::move(train_labels),
                                joined(std::move(sheets)));
    source.test = make_dataset("cifar10 test", folder / kTestLabels, std::move(test_labels),
                               std::move(test_pixels));
    return source;
}

}  // namespace stepgrad
