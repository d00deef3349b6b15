// Times a training step of dlib on nets A and B. In dlib a net is a type; it multiplies matrices with
// the system's BLAS.

#include "tests/benchmarks/net_sizes.h"
#include "tests/benchmarks/step_timing.h"

#include <dlib/dnn.h>
#include <omp.h>

#include <cstdio>
#include <exception>
#include <random>
#include <vector>

using namespace stepgrad::benchmarks;

namespace {

using Image = dlib::matrix<float>;

// A 3x3 convolution that keeps the image's size, and a ReLU.
template <long kChannels, typename Below>
using Convolution = dlib::relu<dlib::con<kChannels, 3, 3, 1, 1, Below>>;

template <typename Below>
using Pool = dlib::max_pool<2, 2, 2, 2, Below>;

using TwoConvolutions = Pool<Convolution<32, Pool<Convolution<16, dlib::input<Image>>>>>;

using NetA = dlib::loss_multiclass_log<dlib::fc<10, dlib::relu<dlib::fc<128, TwoConvolutions>>>>;

using NetB = dlib::loss_multiclass_log<
    dlib::fc<10, dlib::avg_pool_everything<Convolution<64, TwoConvolutions>>>>;

std::vector<Image> random_images(const NetSizes& sizes, std::mt19937& random) {
    std::normal_distribution<float> normal;
    std::vector<Image> images(static_cast<std::size_t>(sizes.batch));
    for (Image& image : images) {
        image.set_size(sizes.extent, sizes.extent);
        for (float& number : image) {
            number = normal(random);
        }
    }
    return images;
}

template <typename Net>
StepMeasurement measure(const StepOptions& options) {
    omp_set_num_threads(options.threads);  // those of OpenBLAS, which dlib multiplies with
    std::mt19937 random(1);
    const NetSizes sizes = net_sizes(options.net);
    Net net;
    std::vector<dlib::sgd> solvers(Net::num_computational_layers,
                                   dlib::sgd(/*weight_decay=*/0, static_cast<float>(kMomentum)));

    const std::vector<Image> images = random_images(sizes, random);
    std::vector<unsigned long> labels(images.size());
    for (unsigned long& label : labels) {
        label = random() % kClassCount;
    }
    dlib::resizable_tensor batch;
    net.to_tensor(images.begin(), images.end(), batch);

    return measure_steps(
        [&] {
            net.compute_parameter_gradients(batch, labels.begin());
            net.update_parameters(dlib::make_sstack(solvers), kLearningRate);
        },
        options.seconds);
}

}  // namespace

int main(int argc, char** argv) {
    StepOptions options;
    CLI::App app("Times a training step of dlib.");
    add_step_options(app, options, {"A", "B"});
    CLI11_PARSE(app, argc, argv);
    try {
        report_step(options, "dlib",
                    options.net == "A" ? measure<NetA>(options) : measure<NetB>(options));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "train_step_dlib: %s\n", error.what());
        return 1;
    }
    return 0;
}
