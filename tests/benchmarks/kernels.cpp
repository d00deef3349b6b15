// Times the kernels alone, with Google Benchmark: each pass of each convolution of the nets and of
// some famous ones, matrix products, and everything that is limited by memory. What the machine can
// do at best is measured first, in the same run. Options beside --threads are Google Benchmark's.

#include "autograd/kernels/depthwise_conv2d.h"
#include "autograd/kernels/instruction_set.h"
#include "autograd/kernels/threads.h"
#include "autograd/random.h"
#include "layers/conv2d_passes.h"
#include "layers/convolution_algorithm.h"
#include "lessons/support/environment.h"
#include "tests/benchmarks/convolution_shapes.h"
#include "tests/benchmarks/machine_peaks.h"
#include "tests/benchmarks/memory_bound_kernels.h"
#include "tests/benchmarks/product_kernels.h"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <cstring>
#include <string>

using namespace stepgrad;
using namespace stepgrad::benchmarks;

namespace {

enum class Pass { kForward, kBackwardData, kBackwardWeights };

kernels::Conv2dSizes sizes_of(const ConvolutionShape& shape) {
    return {.batch = shape.batch,
            .in_height = shape.extent,
            .in_width = shape.extent,
            .in_channels = shape.in_channels,
            .out_height = shape.out_extent(),
            .out_width = shape.out_extent(),
            .out_channels = shape.out_channels,
            .kernel_height = shape.kernel,
            .kernel_width = shape.kernel,
            .stride_height = shape.stride,
            .stride_width = shape.stride,
            .dilation_height = 1,
            .dilation_width = 1,
            .pad_top = shape.padding,
            .pad_left = shape.padding,
            .groups = shape.groups};
}

/// The numbers of one convolution, and each pass as the layer runs it, memory from the pool included.
struct Convolution {
    explicit Convolution(const ConvolutionShape& shape) : sizes(sizes_of(shape)) {}

    bool is_depthwise() const {
        return sizes.groups == sizes.in_channels && sizes.groups == sizes.out_channels;
    }
    void run(Pass pass);
    void run_depthwise(Pass pass);

    kernels::Conv2dSizes sizes;
    int winograd_outputs = winograd_outputs_for(sizes);
    Tensor input = random_normal({sizes.batch, sizes.in_height, sizes.in_width, sizes.in_channels},
                                 global_random());
    Tensor weight = random_normal(
        {sizes.kernel_height, sizes.kernel_width, sizes.in_group_channels(), sizes.out_channels},
        global_random());
    Tensor grad_output = random_normal(
        {sizes.batch, sizes.out_height, sizes.out_width, sizes.out_channels}, global_random());
};

void Convolution::run(Pass pass) {
    if (is_depthwise()) {
        run_depthwise(pass);
    } else if (pass == Pass::kForward) {
        benchmark::DoNotOptimize(conv2d_output(sizes, winograd_outputs, input, weight, Tensor()));
    } else if (pass == Pass::kBackwardData) {
        benchmark::DoNotOptimize(conv2d_grad_input(sizes, winograd_outputs, grad_output, weight));
    } else {
        benchmark::DoNotOptimize(conv2d_grad_weight(sizes, winograd_outputs, input, grad_output,
                                                    /*wants_bias=*/false));
    }
}

void Convolution::run_depthwise(Pass pass) {
    if (pass == Pass::kForward) {
        Tensor output = Tensor::empty(grad_output.shape());
        kernels::depthwise_conv2d_forward(sizes, input.data(), weight.data(), nullptr,
                                          output.mutable_data());
    } else if (pass == Pass::kBackwardData) {
        Tensor grad_input = Tensor::empty(input.shape());
        kernels::depthwise_conv2d_backward_input(sizes, grad_output.data(), weight.data(),
                                                 grad_input.mutable_data());
    } else {
        Tensor grad_weight = Tensor::empty(weight.shape());
        Tensor workspace =
            Tensor::empty({kernels::depthwise_backward_weight_workspace_size(sizes)});
        kernels::depthwise_conv2d_backward_weight(sizes, input.data(), grad_output.data(),
                                                  grad_weight.mutable_data(), nullptr,
                                                  workspace.mutable_data());
    }
}

void time_convolution(benchmark::State& state, const ConvolutionShape& shape, Pass pass,
                      double peak) {
    Convolution convolution(shape);
    convolution.run(pass);  // the first time takes memory from the system
    for (auto _ : state) {
        convolution.run(pass);
    }
    using benchmark::Counter;
    const double giga = shape.operations() / 1e9;
    state.counters["gflops"] = Counter(giga, Counter::kIsIterationInvariantRate);
    state.counters["peak_fraction"] = Counter(giga / peak, Counter::kIsIterationInvariantRate);
}

void add_convolutions(const char* kind, const std::vector<ConvolutionShape>& shapes, double peak) {
    for (const ConvolutionShape& shape : shapes) {
        const std::string name = std::string(kind) + "/" + shape.name + "/";
        const auto add = [&](const char* pass_name, Pass pass) {
            benchmark::RegisterBenchmark((name + pass_name).c_str(), time_convolution, shape, pass,
                                         peak)
                ->UseRealTime()
                ->Unit(benchmark::kMicrosecond);
        };
        add("forward", Pass::kForward);
        if (!shape.sees_images) {
            add("backward_data", Pass::kBackwardData);
        }
        add("backward_weights", Pass::kBackwardWeights);
    }
}

/// Takes "--threads N" out of the command line; what is left is Google Benchmark's.
void read_threads(int& argc, char** argv) {
    if (argc > 2 && std::strcmp(argv[1], "--threads") == 0) {
        set_thread_count(std::atoi(argv[2]));
        for (int i = 3; i <= argc; ++i) {
            argv[i - 2] = argv[i];  // and the null pointer behind them
        }
        argc -= 2;
    }
}

}  // namespace

int main(int argc, char** argv) {
    read_threads(argc, argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
        return 1;
    }
    const double peak = fused_multiply_add_peak(thread_count());
    const double bandwidth = triad_bandwidth(thread_count());
    benchmark::AddCustomContext("threads", std::to_string(thread_count()));
    benchmark::AddCustomContext("compiler", lessons::compiler_name());
    benchmark::AddCustomContext("instruction_set", instruction_set());
    benchmark::AddCustomContext("peak_gflops", std::to_string(peak));
    benchmark::AddCustomContext("triad_gb_per_second", std::to_string(bandwidth));
    add_convolutions("nets", net_convolutions(), peak);
    add_convolutions("famous", famous_convolutions(), peak);
    add_product_kernels(peak, fused_multiply_add_peak(1));
    add_memory_bound_kernels(bandwidth, triad_bandwidth(1));
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
