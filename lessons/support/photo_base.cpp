#include "lessons/support/photo_base.h"

#include "autograd/error.h"
#include "autograd/shape_only.h"
#include "datasets/fetched.h"
#include "datasets/read_image.h"
#include "layers/models/mobilenet_v1.h"
#include "layers/models/mobilenet_v2.h"
#include "layers/models/vgg16.h"
#include "layers/summary.h"
#include "layers/weights/load_pretrained.h"

#include <optional>
#include <stdexcept>
#include <utility>

namespace stepgrad::lessons {
namespace {

// Those that Keras publishes weights for.
constexpr double kWidths[] = {0.35, 0.5, 0.75, 1.0, 1.3, 1.4};

struct KnownBase {
    const char* name;
    const char* file;  // that datasets/get fetches; null if it has to be named
    Preprocessing preprocessing;
    const char* last_block;                      // for people
    std::vector<std::string> last_block_begins;  // names of its layers
};

const std::vector<KnownBase>& known_bases() {
    static const std::vector<KnownBase> kBases = {
        {"mobilenet_v2",
         "model.json",
         kMobileNetV2Preprocessing,
         "block_16 and Conv_1",
         {"block_16", "Conv_1"}},
        {"mobilenet_v1",
         "mobilenet_v1_1.0_224.tflite",
         kMobileNetV1Preprocessing,
         "conv_dw_13 and conv_pw_13",
         {"conv_dw_13", "conv_pw_13"}},
        {"vgg16", nullptr, kVGG16Preprocessing, "block5", {"block5"}}};
    return kBases;
}

const KnownBase& known_base(const std::string& name) {
    for (const KnownBase& base : known_bases()) {
        if (base.name == name) {
            return base;
        }
    }
    throw std::invalid_argument("there is no base \"" + name + "\"");
}

std::filesystem::path weights_of(const KnownBase& base, const std::filesystem::path& given) {
    if (!given.empty()) {
        return given;
    }
    if (base.file == nullptr) {
        throw DataError(std::string(base.name) +
                        ": its weights cannot be fetched; --weights FILE names yours, for instance "
                        "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5");
    }
    require_fetched(base.name, fetched_folder(base.name), {base.file});
    return fetched_folder(base.name) / base.file;
}

// The first width that the file fits; the error of the first one if none does.
Sequential mobilenet_v2_for(const std::filesystem::path& weights, LoadReport& report) {
    std::optional<DataError> first_error;
    for (const double width : kWidths) {
        Sequential model = mobilenet_v2({.width_multiplier = width, .has_top = false});
        try {
            report = load_pretrained(model, weights);
            return model;
        } catch (const DataError& error) {
            if (!first_error) {
                first_error = error;
            }
        }
    }
    throw *first_error;
}

// Batch normalisation stays as it is: statistics of some hundred photos are worse than those of a
// million, and what comes behind was trained with the old ones.
void unfreeze_convolutions(Module& module) {
    for (const NamedModule& named : module.named_modules()) {
        if (named.module->type_name() == "Conv2d") {
            named.module->unfreeze();
        }
    }
}

class PreprocessingTransform final : public Transform {
public:
    explicit PreprocessingTransform(Preprocessing preprocessing) : preprocessing_(preprocessing) {}
    void apply(Tensor& image, Random& /*random*/) const override {
        image.copy_from(preprocess(image, preprocessing_));  // it is a part of a batch
    }

private:
    Preprocessing preprocessing_;
};

}  // namespace

Tensor read_photo(const std::string& file) {
    const Tensor picture =
        read_image(file, {.colour = ImageColour::kRgb, .height = kPhotoSide, .width = kPhotoSide});
    return picture.reshape({1, kPhotoSide, kPhotoSide, 3});
}

std::shared_ptr<const Transform> preprocessing_transform(Preprocessing preprocessing) {
    return std::make_shared<PreprocessingTransform>(preprocessing);
}

std::vector<std::string> photo_base_names() {
    std::vector<std::string> names;
    for (const KnownBase& base : known_bases()) {
        names.emplace_back(base.name);
    }
    return names;
}

PhotoBase load_photo_base(const std::string& name, const std::filesystem::path& weights) {
    const KnownBase& known = known_base(name);
    PhotoBase base{.name = name,
                   .model = Sequential(),
                   .preprocessing = known.preprocessing,
                   .weights = weights_of(known, weights),
                   .report = {},
                   .maps = {}};
    if (name == "mobilenet_v2") {
        base.model = mobilenet_v2_for(base.weights, base.report);
    } else {
        base.model = name == "vgg16" ? vgg16({.has_top = false}) : mobilenet_v1({.has_top = false});
        base.report = load_pretrained(base.model, base.weights);
    }
    if (!base.report.initial.empty()) {
        throw DataError(base.weights.string() + ": has no weights for \"" +
                        base.report.initial[0].model_name + "\" of " + name + " and " +
                        std::to_string(base.report.initial.size() - 1) +
                        " more; a base must be complete");
    }
    base.model.freeze();
    base.model.eval();
    const ShapeOnlyGuard shapes_only;
    const Shape maps = base.model(Variable(Tensor::empty({1, kPhotoSide, kPhotoSide, 3}))).shape();
    base.maps = {maps[1], maps[2], maps[3]};
    return base;
}

std::string unfreeze_last_block(PhotoBase& base) {
    const KnownBase& known = known_base(base.name);
    for (const NamedModule& child : base.model.children()) {
        for (const std::string& begin : known.last_block_begins) {
            if (child.name.rfind(begin, 0) == 0) {
                unfreeze_convolutions(*child.module);
            }
        }
    }
    return known.last_block;
}

}  // namespace stepgrad::lessons
