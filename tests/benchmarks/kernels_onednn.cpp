// Times the convolutions of a net's training step in oneDNN: every pass of every convolution, in the
// memory formats that oneDNN likes best, and without the copies into these formats. No framework can
// be faster with oneDNN's kernels.

#include "tests/benchmarks/convolution_shapes.h"
#include "tests/benchmarks/step_timing.h"

#include <dnnl.hpp>
#include <omp.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <unordered_map>
#include <utility>
#include <vector>

using namespace stepgrad::benchmarks;
using dnnl::memory;

namespace {

// A primitive with the memory it works on.
struct Pass {
    dnnl::primitive primitive;
    std::unordered_map<int, memory> arguments;
};

// A shape in whatever format oneDNN chooses.
memory::desc any_format(const memory::dims& dims) {
    return {dims, memory::data_type::f32, memory::format_tag::any};
}

// Memory of this format, filled with ones: zeros might be faster than numbers.
memory ones(const memory::desc& description, const dnnl::engine& engine) {
    memory result(description, engine);
    float* numbers = static_cast<float*>(result.get_data_handle());
    std::fill_n(numbers, description.get_size() / sizeof(float), 1.0F);
    return result;
}

// The passes of one convolution that a training step runs.
std::vector<Pass> passes_of(const ConvolutionShape& shape, const dnnl::engine& engine) {
    const memory::desc input =
        any_format({shape.batch, shape.in_channels, shape.extent, shape.extent});
    const memory::desc weight =
        any_format({shape.out_channels, shape.in_channels, shape.kernel, shape.kernel});
    const memory::desc output =
        any_format({shape.batch, shape.out_channels, shape.out_extent(), shape.out_extent()});
    const memory::dims stride = {shape.stride, shape.stride};
    const memory::dims padding = {shape.padding, shape.padding};
    constexpr auto kAlgorithm = dnnl::algorithm::convolution_auto;

    const dnnl::convolution_forward::primitive_desc forward(
        {dnnl::prop_kind::forward_training, kAlgorithm, input, weight, output, stride, padding,
         padding},
        engine);
    std::vector<Pass> passes{{dnnl::convolution_forward(forward),
                              {{DNNL_ARG_SRC, ones(forward.src_desc(), engine)},
                               {DNNL_ARG_WEIGHTS, ones(forward.weights_desc(), engine)},
                               {DNNL_ARG_DST, ones(forward.dst_desc(), engine)}}}};

    const dnnl::convolution_backward_weights::primitive_desc backward_weight(
        {kAlgorithm, input, weight, output, stride, padding, padding}, engine, forward);
    passes.push_back(
        {dnnl::convolution_backward_weights(backward_weight),
         {{DNNL_ARG_SRC, ones(backward_weight.src_desc(), engine)},
          {DNNL_ARG_DIFF_DST, ones(backward_weight.diff_dst_desc(), engine)},
          {DNNL_ARG_DIFF_WEIGHTS, ones(backward_weight.diff_weights_desc(), engine)}}});

    if (!shape.sees_images) {
        const dnnl::convolution_backward_data::primitive_desc backward_input(
            {kAlgorithm, input, weight, output, stride, padding, padding}, engine, forward);
        passes.push_back({dnnl::convolution_backward_data(backward_input),
                          {{DNNL_ARG_DIFF_DST, ones(backward_input.diff_dst_desc(), engine)},
                           {DNNL_ARG_WEIGHTS, ones(backward_input.weights_desc(), engine)},
                           {DNNL_ARG_DIFF_SRC, ones(backward_input.diff_src_desc(), engine)}}});
    }
    return passes;
}

double measure(const StepOptions& options) {
    omp_set_num_threads(options.threads);
    const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    dnnl::stream stream(engine);
    std::vector<Pass> passes;
    for (const ConvolutionShape& shape : net_convolutions(options.net)) {
        for (Pass& pass : passes_of(shape, engine)) {
            passes.push_back(std::move(pass));
        }
    }
    // Each pass for itself: what it reads is then as near as in the other libraries' kernels.
    double milliseconds = 0;
    for (const Pass& pass : passes) {
        milliseconds += median_milliseconds(
            [&] {
                pass.primitive.execute(stream, pass.arguments);
                stream.wait();
            },
            options.seconds / static_cast<double>(passes.size()));
    }
    return milliseconds;
}

}  // namespace

int main(int argc, char** argv) {
    StepOptions options;
    CLI::App app("Times the convolutions of a training step in oneDNN.");
    add_step_options(app, options, {"A", "B", "C", "D"});
    CLI11_PARSE(app, argc, argv);
    try {
        report_step(options, "oneDNN, convolutions alone", measure(options));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "kernels_onednn: %s\n", error.what());
        return 1;
    }
    return 0;
}
