// From the convolution of a textbook to the register tile, one step at a time, on one shape: the
// fourth convolution of net C. Every step is checked against the first before it is timed.

#include "autograd/kernels/threads.h"
#include "autograd/kernels/vector.h"
#include "autograd/random.h"
#include "tests/benchmarks/machine_peaks.h"
#include "tests/benchmarks/step_timing.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <thread>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::benchmarks;
using kernels::kLanes;
using kernels::Vector;

namespace {

constexpr std::int64_t kBatch = 32;
constexpr std::int64_t kExtent = 16;               // of the output
constexpr std::int64_t kPadded = kExtent + 2;      // of the image with its zeros
constexpr std::int64_t kChannels = 64;             // in and out
constexpr std::int64_t kTaps = 3 * 3 * kChannels;  // products in each sum
constexpr std::int64_t kPanel = 2 * kLanes;        // output channels of a tile
constexpr std::int64_t kTilePixels = kernels::kVectorRegisters >= 32 ? 8 : 4;
static_assert(kChannels % kPanel == 0 && kExtent % kTilePixels == 0);

// output[n,y,x,o] = sum over r, s, c of image[n,y+r,x+s,c] * weight[r,s,c,o]
const Scalar* image_at(const Tensor& image, std::int64_t n, std::int64_t y, std::int64_t x) {
    return image.data() + ((n * kPadded + y) * kPadded + x) * kChannels;
}
const Scalar* weight_at(const Tensor& weight, std::int64_t r, std::int64_t s, std::int64_t c) {
    return weight.data() + ((r * 3 + s) * kChannels + c) * kChannels;
}
Scalar* output_at(Tensor& output, std::int64_t n, std::int64_t y, std::int64_t x) {
    return output.mutable_data() + ((n * kExtent + y) * kExtent + x) * kChannels;
}

// Calls something for every pixel of the output whose column is a multiple of `step`.
template <typename AtPixel>
void for_each_pixel(std::int64_t first_image, std::int64_t last_image, std::int64_t step,
                    AtPixel at_pixel) {
    for (std::int64_t n = first_image; n < last_image; ++n) {
        for (std::int64_t y = 0; y < kExtent; ++y) {
            for (std::int64_t x = 0; x < kExtent; x += step) {
                at_pixel(n, y, x);
            }
        }
    }
}

// 1. The sum of the formula for one output after the other. Neighbours in the sum lie far apart in
//    memory, and each addition waits for the one before.
void textbook(const Tensor& image, const Tensor& weight, Tensor& output) {
    for (std::int64_t o = 0; o < kChannels; ++o) {
        for_each_pixel(0, kBatch, 1, [&](std::int64_t n, std::int64_t y, std::int64_t x) {
            Scalar sum = 0;
            for (std::int64_t c = 0; c < kChannels; ++c) {
                for (std::int64_t r = 0; r < 3; ++r) {
                    for (std::int64_t s = 0; s < 3; ++s) {
                        sum += image_at(image, n, y + r, x + s)[c] * weight_at(weight, r, s, c)[o];
                    }
                }
            }
            output_at(output, n, y, x)[o] = sum;
        });
    }
}

// 2. Output channels innermost: what the last loop reads and writes lies side by side, so that the
//    compiler can use vectors. All sums of a pixel are in memory and travel back and forth.
void channels_innermost(const Tensor& image, const Tensor& weight, Tensor& output) {
    for_each_pixel(0, kBatch, 1, [&](std::int64_t n, std::int64_t y, std::int64_t x) {
        Scalar* sums = output_at(output, n, y, x);
        std::fill_n(sums, kChannels, Scalar(0));
        for (std::int64_t r = 0; r < 3; ++r) {
            for (std::int64_t s = 0; s < 3; ++s) {
                for (std::int64_t c = 0; c < kChannels; ++c) {
                    const Scalar pixel = image_at(image, n, y + r, x + s)[c];
                    const Scalar* row = weight_at(weight, r, s, c);
                    for (std::int64_t o = 0; o < kChannels; ++o) {
                        sums[o] += pixel * row[o];
                    }
                }
            }
        }
    });
}

// 3. One vector of sums stays in a register until it is done. Each multiply-add waits for the one
//    before, four cycles, and needs a vector of weights of its own.
void vector_of_sums(const Tensor& image, const Tensor& weight, Tensor& output) {
    for_each_pixel(0, kBatch, 1, [&](std::int64_t n, std::int64_t y, std::int64_t x) {
        for (std::int64_t o = 0; o < kChannels; o += kLanes) {
            Vector sum{};
            for (std::int64_t r = 0; r < 3; ++r) {
                const Scalar* patch = image_at(image, n, y + r, x);  // three pixels, side by side
                const Scalar* row = weight_at(weight, r, 0, 0) + o;
                for (std::int64_t k = 0; k < 3 * kChannels; ++k, row += kChannels) {
                    sum = kernels::fused_multiply_add(kernels::broadcast(patch[k]),
                                                      kernels::load(row), sum);
                }
            }
            kernels::store(output_at(output, n, y, x) + o, sum);
        }
    });
}

// A block of sums in registers, some pixels by two vectors: each vector of weights serves all pixels,
// each number of the image both vectors, and no sum waits for another.
void tile(const Scalar* patch, const Scalar* weight, std::int64_t weight_step, Scalar* output) {
    Vector sums[kTilePixels][2] = {};
    for (std::int64_t r = 0; r < 3; ++r, patch += kPadded * kChannels) {
        for (std::int64_t k = 0; k < 3 * kChannels; ++k, weight += weight_step) {
            const Vector left = kernels::load(weight);
            const Vector right = kernels::load(weight + kLanes);
            for (std::int64_t i = 0; i < kTilePixels; ++i) {
                const Vector pixel = kernels::broadcast(patch[i * kChannels + k]);
                sums[i][0] = kernels::fused_multiply_add(pixel, left, sums[i][0]);
                sums[i][1] = kernels::fused_multiply_add(pixel, right, sums[i][1]);
            }
        }
    }
    for (std::int64_t i = 0; i < kTilePixels; ++i) {
        kernels::store(output + i * kChannels, sums[i][0]);
        kernels::store(output + i * kChannels + kLanes, sums[i][1]);
    }
}

// 4. The register tile.
void register_tile(const Tensor& image, const Tensor& weight, Tensor& output) {
    for (std::int64_t o = 0; o < kChannels; o += kPanel) {
        for_each_pixel(0, kBatch, kTilePixels, [&](std::int64_t n, std::int64_t y, std::int64_t x) {
            tile(image_at(image, n, y, x), weight.data() + o, kChannels,
                 output_at(output, n, y, x) + o);
        });
    }
}

// The weights of each panel of output channels, row by row without gaps.
Tensor packed_panels(const Tensor& weight) {
    Tensor packed = Tensor::empty({kChannels / kPanel, kTaps, kPanel});
    Scalar* to = packed.mutable_data();
    for (std::int64_t o = 0; o < kChannels; o += kPanel) {
        for (std::int64_t k = 0; k < kTaps; ++k, to += kPanel) {
            std::copy_n(weight.data() + k * kChannels + o, kPanel, to);
        }
    }
    return packed;
}

void packed_tiles(const Tensor& image, const Tensor& packed, Tensor& output,
                  std::int64_t first_image, std::int64_t last_image) {
    for (std::int64_t panel = 0; panel < kChannels / kPanel; ++panel) {
        for_each_pixel(first_image, last_image, kTilePixels,
                       [&](std::int64_t n, std::int64_t y, std::int64_t x) {
                           tile(image_at(image, n, y, x), packed.data() + panel * kTaps * kPanel,
                                kPanel, output_at(output, n, y, x) + panel * kPanel);
                       });
    }
}

// 5. The tile reads its weights from front to back; packing them is part of the time.
void packed_weights(const Tensor& image, const Tensor& weight, Tensor& output) {
    packed_tiles(image, packed_panels(weight), output, 0, kBatch);
}

// 6. Every thread takes its share of the images.
void threads(const Tensor& image, const Tensor& weight, Tensor& output) {
    const Tensor packed = packed_panels(weight);
    const int count = thread_count();
    std::vector<std::jthread> workers;
    for (int i = 0; i < count; ++i) {
        workers.emplace_back([&image, &packed, &output, i, count] {
            packed_tiles(image, packed, output, kBatch * i / count, kBatch * (i + 1) / count);
        });
    }
}

// Whole numbers from -2 to 2: every sum is exact, in whatever order it is taken.
Tensor whole_numbers(const Shape& shape) {
    Tensor tensor = Tensor::empty(shape);
    for (std::int64_t i = 0; i < tensor.numel(); ++i) {
        tensor.mutable_data()[i] = static_cast<Scalar>(global_random().between(-2, 2));
    }
    return tensor;
}

struct Step {
    const char* name;
    void (*run)(const Tensor& image, const Tensor& weight, Tensor& output);
};

constexpr Step kSteps[] = {{"1. textbook", textbook},
                           {"2. channels innermost", channels_innermost},
                           {"3. a vector of sums", vector_of_sums},
                           {"4. register tile", register_tile},
                           {"5. packed weights", packed_weights},
                           {"6. threads", threads}};

// Returns whether every step gave the numbers of the first.
bool run_steps(double seconds) {
    const Tensor image = whole_numbers({kBatch, kPadded, kPadded, kChannels});
    const Tensor weight = whole_numbers({3, 3, kChannels, kChannels});
    Tensor expected = Tensor::zeros({kBatch, kExtent, kExtent, kChannels});
    textbook(image, weight, expected);
    const double giga = 2e-9 * static_cast<double>(expected.numel() * kTaps);
    const double peak_of_one = fused_multiply_add_peak(1);
    const double peak_of_all = fused_multiply_add_peak(thread_count());
    std::printf("%-24s %10s %9s %8s\n", "step", "ms", "GFLOP/s", "of peak");
    for (const Step& step : kSteps) {
        Tensor output = Tensor::zeros(expected.shape());
        step.run(image, weight, output);
        if (!std::ranges::equal(output.numbers(), expected.numbers())) {
            std::printf("%s computes something else\n", step.name);
            return false;
        }
        const double milliseconds =
            median_milliseconds([&] { step.run(image, weight, output); }, seconds);
        const double speed = giga / milliseconds * 1e3;
        const double peak = step.run == threads ? peak_of_all : peak_of_one;
        std::printf("%-24s %10.3f %9.2f %7.1f%%\n", step.name, milliseconds, speed,
                    100 * speed / peak);
    }
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    int count = thread_count();
    double seconds = 0.5;
    CLI::App app("From the textbook's convolution to the register tile.");
    app.add_option("--threads", count, "threads of the last step")->check(CLI::PositiveNumber);
    app.add_option("--seconds", seconds, "how long to measure each step")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    set_thread_count(count);
    std::printf("convolution of net C: batch %d, %dx%d, %d to %d channels, 3x3; %d threads\n",
                static_cast<int>(kBatch), static_cast<int>(kExtent), static_cast<int>(kExtent),
                static_cast<int>(kChannels), static_cast<int>(kChannels), count);
    return run_steps(seconds) ? 0 : 1;
}
