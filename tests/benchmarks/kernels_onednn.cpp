// Times convolutions in oneDNN: every pass of every convolution of a net's training step, or with
// --shapes each pass that the program kernels times. In the memory formats that oneDNN likes best,
// and without the copies into these formats: no framework can be faster with oneDNN's kernels. Or
// with images and feature maps in the format that stepgrad keeps them in, channels last.

#include "tests/benchmarks/convolution_shapes.h"
#include "tests/benchmarks/step_timing.h"

#include <dnnl.hpp>
#include <nlohmann/json.hpp>
#include <omp.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

using namespace stepgrad::benchmarks;
using dnnl::memory;

namespace {

// A primitive with the memory it works on.
struct Pass {
    std::string name;  // as the program kernels calls it
    dnnl::primitive primitive;
    std::unordered_map<int, memory> arguments;

    void run(dnnl::stream& stream) const {
        primitive.execute(stream, arguments);
        stream.wait();
    }
};

enum class Format { kBest, kChannelsLast };

// A shape in whatever format oneDNN chooses.
memory::desc any_format(const memory::dims& dims) {
    return {dims, memory::data_type::f32, memory::format_tag::any};
}

// A batch of images or of feature maps.
memory::desc maps_format(const memory::dims& dims, Format format) {
    return format == Format::kBest
               ? any_format(dims)
               : memory::desc(dims, memory::data_type::f32, memory::format_tag::nhwc);
}

// Memory of this format, filled with ones: zeros might be faster than numbers.
memory ones(const memory::desc& description, const dnnl::engine& engine) {
    memory result(description, engine);
    float* numbers = static_cast<float*>(result.get_data_handle());
    std::fill_n(numbers, description.get_size() / sizeof(float), 1.0F);
    return result;
}

// oneDNN gives the groups of the weight a dimension of their own, where there are several.
memory::dims weight_dims(const ConvolutionShape& shape) {
    const memory::dims of_group = {shape.out_channels / shape.groups,
                                   shape.in_channels / shape.groups, shape.kernel, shape.kernel};
    if (shape.groups == 1) {
        return of_group;
    }
    return {shape.groups, of_group[0], of_group[1], of_group[2], of_group[3]};
}

// The passes of one convolution that a training step runs.
std::vector<Pass> passes_of(const ConvolutionShape& shape, Format format,
                            const dnnl::engine& engine) {
    const memory::desc input =
        maps_format({shape.batch, shape.in_channels, shape.extent, shape.extent}, format);
    const memory::desc weight = any_format(weight_dims(shape));
    const memory::desc output = maps_format(
        {shape.batch, shape.out_channels, shape.out_extent(), shape.out_extent()}, format);
    const memory::dims stride = {shape.stride, shape.stride};
    const memory::dims padding = {shape.padding, shape.padding};
    constexpr auto kAlgorithm = dnnl::algorithm::convolution_auto;

    const dnnl::convolution_forward::primitive_desc forward(
        {dnnl::prop_kind::forward_training, kAlgorithm, input, weight, output, stride, padding,
         padding},
        engine);
    std::vector<Pass> passes{{"forward",
                              dnnl::convolution_forward(forward),
                              {{DNNL_ARG_SRC, ones(forward.src_desc(), engine)},
                               {DNNL_ARG_WEIGHTS, ones(forward.weights_desc(), engine)},
                               {DNNL_ARG_DST, ones(forward.dst_desc(), engine)}}}};

    const dnnl::convolution_backward_weights::primitive_desc backward_weight(
        {kAlgorithm, input, weight, output, stride, padding, padding}, engine, forward);
    passes.push_back(
        {"backward_weights",
         dnnl::convolution_backward_weights(backward_weight),
         {{DNNL_ARG_SRC, ones(backward_weight.src_desc(), engine)},
          {DNNL_ARG_DIFF_DST, ones(backward_weight.diff_dst_desc(), engine)},
          {DNNL_ARG_DIFF_WEIGHTS, ones(backward_weight.diff_weights_desc(), engine)}}});

    if (!shape.sees_images) {
        const dnnl::convolution_backward_data::primitive_desc backward_input(
            {kAlgorithm, input, weight, output, stride, padding, padding}, engine, forward);
        passes.push_back({"backward_data",
                          dnnl::convolution_backward_data(backward_input),
                          {{DNNL_ARG_DIFF_DST, ones(backward_input.diff_dst_desc(), engine)},
                           {DNNL_ARG_WEIGHTS, ones(backward_input.weights_desc(), engine)},
                           {DNNL_ARG_DIFF_SRC, ones(backward_input.diff_src_desc(), engine)}}});
    }
    return passes;
}

// The sum over the passes of a step, in milliseconds.
double measure_step(const StepOptions& options, const dnnl::engine& engine) {
    dnnl::stream stream(engine);
    std::vector<Pass> passes;
    for (const ConvolutionShape& shape : net_convolutions(options.net)) {
        for (Pass& pass : passes_of(shape, Format::kBest, engine)) {
            passes.push_back(std::move(pass));
        }
    }
    // Each pass for itself: what it reads is then as near as in the other libraries' kernels.
    double milliseconds = 0;
    for (const Pass& pass : passes) {
        milliseconds += median_milliseconds([&] { pass.run(stream); },
                                            options.seconds / static_cast<double>(passes.size()));
    }
    return milliseconds;
}

// The mean of each pass, as Google Benchmark takes it in the program kernels.
void measure_shapes(const StepOptions& options, Format format, const dnnl::engine& engine) {
    dnnl::stream stream(engine);
    std::vector<ConvolutionShape> shapes = net_convolutions();
    for (const ConvolutionShape& shape : famous_convolutions()) {
        shapes.push_back(shape);
    }
    for (const ConvolutionShape& shape : shapes) {
        for (const Pass& pass : passes_of(shape, format, engine)) {
            const double microseconds =
                1e3 * mean_milliseconds([&] { pass.run(stream); }, options.seconds);
            std::printf("%-30s %-18s %10.1f us\n", shape.name.c_str(), pass.name.c_str(),
                        microseconds);
            append_json(options.json,
                        {{"shape", shape.name},
                         {"pass", pass.name},
                         {"library", "oneDNN"},
                         {"format", format == Format::kBest ? "best" : "channels_last"},
                         {"threads", options.threads},
                         {"microseconds", microseconds}});
        }
    }
}

void measure(const StepOptions& options, bool wants_shapes, Format format) {
    omp_set_num_threads(options.threads);
    const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    if (wants_shapes) {
        measure_shapes(options, format, engine);
    } else {
        report_step(options, "oneDNN, convolutions alone",
                    {.milliseconds = measure_step(options, engine), .others = {}});
    }
}

}  // namespace

int main(int argc, char** argv) {
    StepOptions options;
    bool wants_shapes = false;
    bool is_channels_last = false;
    CLI::App app("Times the convolutions of a training step, or each pass alone, in oneDNN.");
    add_measuring_options(app, options);
    CLI::Option_group& what = *app.add_option_group("what is timed");
    add_net_option(what, options, {"A", "B", "C", "D"});
    CLI::Option* shapes = what.add_flag("--shapes", wants_shapes,
                                        "each pass of each shape; --seconds is for one pass");
    what.require_option(1);
    app.add_flag("--channels-last", is_channels_last,
                 "images and maps in NHWC, not in oneDNN's best formats")
        ->needs(shapes);
    CLI11_PARSE(app, argc, argv);
    try {
        measure(options, wants_shapes, is_channels_last ? Format::kChannelsLast : Format::kBest);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "kernels_onednn: %s\n", error.what());
        return 1;
    }
    return 0;
}
