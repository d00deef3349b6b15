#include "layers/check_layer.h"

#include "autograd/grad_mode.h"
#include "autograd/random.h"
#include "autograd/shape_only.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <set>
#include <utility>

namespace stepgrad {
namespace {

// Remembers what a forward in training mode changes, and puts it back.
class LayerState {
public:
    explicit LayerState(Module& layer) : layer_(layer), random_(global_random()) {
        for (const NamedModule& named : layer.named_modules()) {
            was_training_.push_back(named.module->is_training());
        }
        for (const NamedBuffer& named : layer.named_buffers()) {
            buffers_.push_back({named.buffer, named.buffer.clone()});
        }
    }
    ~LayerState() {
        restore_buffers();
        global_random() = random_;
        // Parents come before children, and setting a parent sets its children.
        const std::vector<NamedModule> modules = layer_.named_modules();
        for (std::size_t i = 0; i < modules.size() && i < was_training_.size(); ++i) {
            was_training_[i] ? modules[i].module->train() : modules[i].module->eval();
        }
    }
    LayerState(const LayerState&) = delete;
    LayerState& operator=(const LayerState&) = delete;

    void restore_buffers() {
        for (auto& [buffer, copy] : buffers_) {
            buffer.copy_from(copy);
        }
    }

private:
    Module& layer_;
    Random random_;
    std::vector<bool> was_training_;
    std::vector<std::pair<Tensor, Tensor>> buffers_;  // the layer's own, and what it held
};

// Numbers apart from each other and from 0, in random order, about -2 to 2 where there is room.
Tensor input_without_ties(const Shape& shape, std::uint64_t seed, Scalar step) {
    Tensor input = Tensor::empty(shape);
    const std::int64_t count = input.numel();
    Scalar* numbers = input.mutable_data();
    const Scalar gap =
        std::max(4 * step, 4 / static_cast<Scalar>(std::max<std::int64_t>(1, count)));
    for (std::int64_t i = 0; i < count; ++i) {
        numbers[i] = (static_cast<Scalar>(i - count / 2) + Scalar(0.5)) * gap;
    }
    Random random(seed);
    for (std::int64_t i = count - 1; i > 0; --i) {
        std::swap(numbers[i], numbers[random.below(static_cast<std::uint32_t>(i + 1))]);
    }
    return input;
}

bool same_bits(const Tensor& a, const Tensor& b) {
    const std::size_t bytes = static_cast<std::size_t>(a.numel()) * sizeof(Scalar);
    return a.shape() == b.shape() && (bytes == 0 || std::memcmp(a.data(), b.data(), bytes) == 0);
}

// Runs all checks and collects what fails.
class LayerCheck {
public:
    LayerCheck(Module& layer, const Shape& input_shape, const CheckLayerOptions& options)
        : layer_(layer), options_(options), state_(layer), input_shape_(input_shape) {}

    CheckLayerResult run() {
        guarded("names", [this] { check_names(); });
        for (const bool is_training : {true, false}) {
            mode_ = is_training ? "in train()" : "in eval()";
            is_training ? layer_.train() : layer_.eval();
            guarded("forward", [this] { check_forward(); });
            guarded("shape only", [this] { check_shape_only(); });
            if (options_.is_differentiable) {
                guarded("gradients", [this] { check_gradients(); });
            }
        }
        guarded("random numbers", [this] { check_draws_nothing(); });
        if (options_.accepts_empty_batch && input_shape_.rank() > 0) {
            guarded("empty batch", [this] { check_empty_batch(); });
        }
        result_.passed = result_.failures.empty();
        return std::move(result_);
    }

private:
    template <typename Check>
    void guarded(const char* what, Check check) {
        try {
            check();
        } catch (const std::exception& error) {
            fail(std::string(what) + ": threw \"" + error.what() + "\"");
        }
    }

    void fail(const std::string& sentence) {
        result_.failures.push_back(layer_.type_name() + (mode_.empty() ? "" : " " + mode_) + ": " +
                                   sentence);
    }

    // A forward that starts from the same buffers and the same random numbers each time.
    Variable forward(const Variable& input) {
        state_.restore_buffers();
        set_seed(options_.seed);
        return layer_(input);
    }

    Tensor input() const {
        return input_without_ties(input_shape_, options_.seed, options_.gradcheck.step);
    }

    void check_names() {
        std::set<std::string> names;
        for (const NamedParameter& named : layer_.named_parameters()) {
            require_new_name(names, named.name);
        }
        for (const NamedBuffer& named : layer_.named_buffers()) {
            require_new_name(names, named.name);
        }
        if (layer_.type_name().empty()) {
            fail("type_name() is empty; summaries show it");
        }
    }

    void require_new_name(std::set<std::string>& names, const std::string& name) {
        if (name.empty() || name.back() == '.' || !names.insert(name).second) {
            fail("the parameter or buffer name \"" + name +
                 "\" is empty or used twice; files store them by name");
        }
    }

    void check_forward() {
        const NoGradGuard no_grad;
        const Tensor x = input();
        const Tensor before = x.clone();
        const Tensor first = forward(Variable(x)).value();
        const Tensor first_copy = first.clone();
        const Tensor second = forward(Variable(x)).value();
        if (!same_bits(first_copy, second)) {
            fail(
                "two forwards of the same input differ; forward keeps something between calls, or "
                "reads numbers it has not written");
        }
        if (!same_bits(first_copy, first)) {
            fail("a second forward changed the first output; make a new Tensor each time");
        }
        if (!same_bits(before, x)) {
            fail("forward changed its input");
        }
    }

    void check_shape_only() {
        const Shape real = [this] {
            const NoGradGuard no_grad;
            return forward(Variable(input())).shape();
        }();
        const ShapeOnlyGuard shape_only;
        const Variable output = layer_(Variable(Tensor::empty(input_shape_)));
        if (output.shape() != real) {
            fail("under a ShapeOnlyGuard the output is " + output.shape().to_string() +
                 ", really it is " + real.to_string());
        }
    }

    void check_gradients() {
        std::vector<Variable> inputs{Variable(input(), /*requires_grad=*/true)};
        std::vector<std::string> names{"the input"};
        for (const NamedParameter& named : layer_.named_parameters()) {
            if (named.parameter.requires_grad()) {
                inputs.push_back(named.parameter);
                names.push_back("parameter \"" + named.name + "\"");
            }
        }
        const GradcheckResult found =
            gradcheck([this](const std::vector<Variable>& given) { return forward(given[0]); },
                      inputs, options_.gradcheck);
        if (!found) {
            fail(found.failure + " (input 0 is the layer's input, the others its parameters)");
        }
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            if (!inputs[i].grad().is_defined()) {
                fail(names[i] +
                     " receives no gradient: the output does not depend on it, or "
                     "forward left the graph");
            }
            inputs[i].clear_grad();
        }
    }

    void check_draws_nothing() {
        const NoGradGuard no_grad;
        const Tensor x = input();
        set_seed(options_.seed);
        layer_(Variable(x));
        const std::uint32_t after = global_random().next();
        set_seed(options_.seed);
        if (global_random().next() != after) {
            fail("forward draws random numbers; only training may");
        }
    }

    void check_empty_batch() {
        const NoGradGuard no_grad;
        const Shape usual = forward(Variable(input())).shape();
        const Shape empty = input_shape_.with_extent(0, 0);
        const Variable output = forward(Variable(Tensor::empty(empty)));
        if (usual.rank() == 0 || output.shape() != usual.with_extent(0, 0)) {
            fail("an empty batch " + empty.to_string() + " gives " + output.shape().to_string() +
                 ", a batch " + input_shape_.to_string() + " gives " + usual.to_string());
        }
    }

    Module& layer_;
    const CheckLayerOptions& options_;
    LayerState state_;
    Shape input_shape_;
    std::string mode_;
    CheckLayerResult result_;
};

}  // namespace

GradcheckOptions CheckLayerOptions::default_gradcheck() {
    GradcheckOptions options;
    if (sizeof(Scalar) == sizeof(float)) {
        options.step = Scalar(1e-2);
        options.absolute_tolerance = Scalar(2e-2);
        options.relative_tolerance = Scalar(2e-2);
    }
    return options;
}

CheckLayerResult check_layer(Module& layer, const Shape& input_shape,
                             const CheckLayerOptions& options) {
    return LayerCheck(layer, input_shape, options).run();
}

}  // namespace stepgrad
