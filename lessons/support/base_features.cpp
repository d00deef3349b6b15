#include "lessons/support/base_features.h"

#include "autograd/error.h"
#include "autograd/grad_mode.h"
#include "datasets/data_loader.h"
#include "layers/weights/safetensors.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <system_error>
#include <unordered_set>
#include <utility>
#include <vector>

namespace stepgrad::lessons {
namespace {

constexpr std::int64_t kBatch = 16;  // the maps of so many photos stay in the caches

// FNV-1a, 64 bits: fast, and nobody here wants to be deceived.
class Hash {
public:
    void add(const void* data, std::size_t size) {
        const auto* bytes = static_cast<const unsigned char*>(data);
        for (std::size_t i = 0; i < size; ++i) {
            value_ = (value_ ^ bytes[i]) * 0x100000001b3ULL;
        }
    }
    std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

void add_file(Hash& hash, const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::array<char, 1 << 16> block{};
    while (file.read(block.data(), block.size()) || file.gcount() > 0) {
        hash.add(block.data(), static_cast<std::size_t>(file.gcount()));
    }
}

std::uint64_t hash_of_image(const Dataset& dataset, std::int64_t index, std::vector<Scalar>& room) {
    room.resize(static_cast<std::size_t>(dataset.image_shape().numel()));
    dataset.copy_image(index, room.data());
    Hash hash;
    hash.add(room.data(), room.size() * sizeof(Scalar));
    return hash.value();
}

// "mobilenet_v2-1f2e3d4c5b6a7988.safetensors"
std::string cache_name(const PhotoBase& base, const Dataset& photos) {
    Hash hash;
    add_file(hash, base.weights);
    std::vector<Scalar> room;
    for (std::int64_t i = 0; i < photos.size(); ++i) {
        const std::uint64_t image = hash_of_image(photos, i, room);
        hash.add(&image, sizeof(image));
    }
    char digits[17];
    std::snprintf(digits, sizeof(digits), "%016llx", static_cast<unsigned long long>(hash.value()));
    return base.name + "-" + digits + ".safetensors";
}

// A module that is nothing but its numbers, so that a file of weights can hold them.
class Maps final : public Module {
public:
    explicit Maps(const Tensor& tensor) : numbers(tensor) {}
    Variable forward(const Variable& input) override { return input; }
    std::string type_name() const override { return "Maps"; }
    std::vector<NamedBuffer> own_buffers() override { return {{"maps", numbers}}; }

    Tensor numbers;
};

void compute(PhotoBase& base, const std::shared_ptr<const Dataset>& photos, Tensor& maps,
             const FeatureProgress& progress) {
    const NoGradGuard no_grad;
    base.model.eval();
    const DataLoader batches(photos, {.batch_size = kBatch, .shuffle = false});
    std::int64_t done = 0;
    for (const Batch& batch : batches.epoch(0)) {
        const Variable images(preprocess(batch.images, base.preprocessing));
        const Tensor result = base.model(images).value();
        std::copy_n(result.data(), result.numel(), maps.mutable_data() + done * base.maps.numel());
        done += result.shape()[0];
        if (progress) {
            progress(done, photos->size());
        }
    }
}

bool is_read(Maps& maps, const std::filesystem::path& file) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) {
        return false;
    }
    try {
        load_weights(maps, file);
        return true;
    } catch (const DataError&) {
        return false;  // damaged, or of a version that is no more: it is computed and written again
    }
}

}  // namespace

BaseFeatures features_of(PhotoBase& base, const std::shared_ptr<const Dataset>& photos,
                         const std::filesystem::path& cache, const FeatureProgress& progress) {
    Maps maps(Tensor::empty({photos->size(), base.maps[0], base.maps[1], base.maps[2]}));
    BaseFeatures features;
    const std::filesystem::path file = cache.empty() ? cache : cache / cache_name(base, *photos);
    features.is_cached = !file.empty() && is_read(maps, file);
    if (!features.is_cached) {
        const auto start = std::chrono::steady_clock::now();
        compute(base, photos, maps.numbers, progress);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        features.seconds = seconds.count();
        if (!file.empty()) {
            std::error_code ignored;  // if there is no folder afterwards, save_weights says so
            std::filesystem::create_directories(cache, ignored);
            save_weights(maps, file);
        }
    }
    std::vector<std::int32_t> labels;
    for (std::int64_t i = 0; i < photos->size(); ++i) {
        labels.push_back(photos->label(i));
    }
    features.maps = std::make_shared<TensorDataset>(photos->name(), maps.numbers, std::move(labels),
                                                    photos->class_names());
    return features;
}

std::int64_t images_in_both(const Dataset& a, const Dataset& b) {
    if (!(a.image_shape() == b.image_shape())) {
        return 0;
    }
    std::vector<Scalar> room;
    std::unordered_set<std::uint64_t> known;
    for (std::int64_t i = 0; i < a.size(); ++i) {
        known.insert(hash_of_image(a, i, room));
    }
    std::int64_t count = 0;
    for (std::int64_t i = 0; i < b.size(); ++i) {
        count += known.contains(hash_of_image(b, i, room)) ? 1 : 0;
    }
    return count;
}

}  // namespace stepgrad::lessons
