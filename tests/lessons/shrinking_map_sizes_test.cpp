// precision: float
#include "layers/conv2d.h"
#include "layers/global_average_pool2d.h"
#include "layers/max_pool2d.h"
#include "layers/models/inception.h"
#include "layers/relu.h"
#include "lessons/support/map_sizes.h"

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <stdexcept>
#include <string>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

// Sides of 20: 10 behind the convolution, 10 behind the pooling that keeps it, 5 behind the other.
Sequential tiny_body() {
    Sequential body;
    body.add("conv", Conv2d(3, 4, 3, {.stride = 2, .padding = 1}));
    body.add("relu", ReLU());
    body.add("keeps", MaxPool2d(3, {.stride = 1, .padding = 1}));
    body.add("halves", MaxPool2d(2));
    return body;
}

// Hundreds of images are sent through each network: once is enough.
const std::vector<NetworkSizes>& large_networks() {
    static const std::vector<NetworkSizes> networks = sizes_of_large_networks();
    return networks;
}

const NetworkSizes& named(const std::vector<NetworkSizes>& networks, const std::string& name) {
    for (const NetworkSizes& network : networks) {
        if (network.name == name) {
            return network;
        }
    }
    throw std::invalid_argument(name);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shrinking_map_sizes_test)

BOOST_AUTO_TEST_CASE(sizes_are_those_that_a_pencil_gives) {
    Sequential body = tiny_body();
    const SizeWalk walk = walk_sizes(body, 20);
    BOOST_TEST_REQUIRE(walk.stages.size() == 2u);
    BOOST_TEST(walk.stages[0].layer == "conv");
    BOOST_TEST(walk.stages[0].side == 10);
    BOOST_TEST(walk.stages[1].layer == "halves");
    BOOST_TEST(walk.stages[1].side == 5);
    BOOST_TEST(walk.last_side() == 5);
    BOOST_TEST(walk.arrives());
}

BOOST_AUTO_TEST_CASE(an_image_that_is_too_small_is_refused_by_a_layer) {
    Sequential body = tiny_body();
    const SizeWalk walk = walk_sizes(body, 2);  // one pixel behind the convolution
    BOOST_TEST(!walk.arrives());
    BOOST_TEST(walk.refused_by == "halves");
    BOOST_TEST(walk.last_side() == 1);
}

BOOST_AUTO_TEST_CASE(poolings_are_counted_by_what_they_do) {
    Sequential body = tiny_body();
    const Shrinkers found = shrinkers_of(body, walk_sizes(body, 20));
    BOOST_TEST(found.poolings == 1);
    BOOST_TEST(found.convolutions == 1);
    BOOST_TEST(found.other_poolings == 1);
    BOOST_TEST(found.count() == 2);
}

// By hand: 1 + 2 = 3, jump 2; 3 + 2 * 2 = 7; 7 + 1 * 2 = 9, jump 4.
BOOST_AUTO_TEST_CASE(receptive_fields_are_those_that_a_pencil_gives) {
    Sequential body = tiny_body();
    const ReceptiveField field = receptive_field(body);
    BOOST_TEST(field.side == 9);
    BOOST_TEST(field.jump == 4);
    Conv2d dilated(1, 1, 3, {.dilation = 2});
    BOOST_TEST(receptive_field(dilated).side == 5);
}

// The branch of 5x5 is the widest: 4 more pixels, each as far from the next as in its input.
BOOST_AUTO_TEST_CASE(of_an_inception_the_widest_branch_counts) {
    Inception inception(3, {1, 1, 1, 1, 1, 1});
    const ReceptiveField field = receptive_field(inception, {.side = 10, .jump = 8});
    BOOST_TEST(field.side == 10 + 4 * 8);
    BOOST_TEST(field.jump == 8);
}

BOOST_AUTO_TEST_CASE(a_layer_of_unknown_window_is_refused) {
    GlobalAveragePool2d pool;
    BOOST_CHECK_THROW(receptive_field(pool), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(halving_rounds_as_it_is_told_to) {
    BOOST_TEST(halved(300, 5, /*is_up=*/false) == 9);  // 150 75 37 18 9
    BOOST_TEST(halved(300, 5, /*is_up=*/true) == 10);  // 150 75 38 19 10
    BOOST_TEST(halved(300, 0, /*is_up=*/true) == 300);
    const auto ways = halvings_between(300, 5);
    BOOST_TEST_REQUIRE(ways.size() == 1u);
    BOOST_TEST(ways[0].times == 6);
    BOOST_TEST(ways[0].is_up);
    BOOST_TEST(halvings_between(224, 7).size() == 1u);
    BOOST_TEST(!halvings_between(224, 7)[0].is_up);
    BOOST_TEST(halvings_between(300, 6).empty());
}

// The receptive fields of VGG16 and MobileNet are known: Araujo, Norris, Sim: Computing receptive
// fields of convolutional neural networks, 2019, give 212 and 315.
BOOST_AUTO_TEST_CASE(the_large_networks_end_in_7x7) {
    const std::vector<NetworkSizes>& networks = large_networks();
    for (const NetworkSizes& network : networks) {
        BOOST_TEST(walk_of(network, 224).last_side() == 7, network.name);
        BOOST_TEST(walk_of(network, 300).last_side() == 9, network.name);
        BOOST_TEST(walk_of(network, 32).last_side() == 1, network.name);
        BOOST_TEST(!walk_of(network, 28).arrives(), network.name);
        BOOST_TEST(network.shrinkers.count() == 5, network.name);
    }
    BOOST_TEST(named(networks, "VGG16").shrinkers.poolings == 5);
    BOOST_TEST(named(networks, "VGG16").field.side == 212);
    BOOST_TEST(named(networks, "VGG16").smallest_for_example == 160);
    BOOST_TEST(named(networks, "VGG16").largest_for_example == 191);
    BOOST_TEST(named(networks, "GoogLeNet").shrinkers.poolings == 4);
    BOOST_TEST(named(networks, "GoogLeNet").shrinkers.other_poolings == 9);
    BOOST_TEST(named(networks, "MobileNet v1").shrinkers.poolings == 0);
    BOOST_TEST(named(networks, "MobileNet v1").field.side == 315);
    BOOST_CHECK_THROW(walk_of(networks[0], 17), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(the_tables_fit_79_columns) {
    std::istringstream lines(sizes_text(large_networks()));
    std::string line;
    while (std::getline(lines, line)) {
        BOOST_TEST(line.size() <= 79u, line);
    }
}

BOOST_AUTO_TEST_SUITE_END()
