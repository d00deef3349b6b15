// precision: float
#include "lessons/support/dense_on_images_claims.h"

#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>
#include <vector>

using namespace stepgrad::lessons;
using stepgrad::testing::message_of;

namespace {

constexpr std::int64_t kClasses = 10;
const std::string kNone = "cannot be judged: neither network has learned its task";

struct Figures {
    double dense = 0.88;
    double dense_shuffled = 0.88;
    double cnn = 0.91;
    double cnn_shuffled = 0.85;
    std::int64_t dense_parameters = 100'480;  // of its first layer
    std::int64_t cnn_parameters = 35'024;     // of its body
};

Run run(const std::string& name, std::int64_t body, std::int64_t head, double test_accuracy) {
    Run made;
    made.name = name;
    made.trainable_parameters = body + head;
    made.head_parameters = head;
    made.test_accuracy = test_accuracy;
    return made;
}

std::vector<Claim> claims_on(const Figures& figures) {
    return dense_on_images_claims(
        {run("dense", figures.dense_parameters, 1290, figures.dense),
         run("dense_shuffled", figures.dense_parameters, 1290, figures.dense_shuffled),
         run("cnn", figures.cnn_parameters, 650, figures.cnn),
         run("cnn_shuffled", figures.cnn_parameters, 650, figures.cnn_shuffled)},
        kClasses);
}

Claim claim(const std::string& id, const Figures& figures) {
    for (const Claim& made : claims_on(figures)) {
        if (made.id == id) {
            return made;
        }
    }
    return {};
}

std::string verdict(const std::string& id, const Figures& figures) {
    return claim(id, figures).verdict;
}

bool measured(const std::string& id, const Figures& figures, const std::string& part) {
    return claim(id, figures).measured.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dense_on_images_claims_test)

BOOST_AUTO_TEST_CASE(the_first_dense_layer_alone_is_compared_with_the_whole_convolutional_network) {
    BOOST_TEST(verdict("D1", {}) == "holds");
    BOOST_TEST(measured("D1", {}, "101,770 in the dense network"));
    BOOST_TEST(measured("D1", {}, "2.9 times as many"));
    // Small images: 8x8 pixels.
    BOOST_TEST(verdict("D1", {.dense_parameters = 8320}) == "does not hold");
    BOOST_TEST(verdict("D1", {.dense_parameters = 35'674}) == "does not hold");
    BOOST_TEST(verdict("D1", {.dense_parameters = 35'675}) == "holds");
}

BOOST_AUTO_TEST_CASE(the_convolutional_network_is_better_by_two_points_or_it_depends_or_it_is_not) {
    BOOST_TEST(verdict("D2", {.dense = 0.88, .cnn = 0.901}) == "holds");
    BOOST_TEST(verdict("D2", {.dense = 0.88, .cnn = 0.895}) == "depends");
    BOOST_TEST(verdict("D2", {.dense = 0.88, .cnn = 0.885}) == "does not hold");
    BOOST_TEST(verdict("D2", {.dense = 0.88, .cnn = 0.80}) == "does not hold");
    BOOST_TEST(measured("D2", {.dense = 0.88, .cnn = 0.91}, "3.00 points ahead"));
    BOOST_TEST(measured("D2", {.dense = 0.88, .cnn = 0.80}, "8.00 points behind"));
}

BOOST_AUTO_TEST_CASE(the_dense_network_cares_if_shuffling_changes_it_up_or_down) {
    BOOST_TEST(verdict("D3", {.dense = 0.88, .dense_shuffled = 0.875}) == "holds");
    BOOST_TEST(verdict("D3", {.dense = 0.88, .dense_shuffled = 0.885}) == "holds");
    BOOST_TEST(verdict("D3", {.dense = 0.88, .dense_shuffled = 0.865}) == "depends");
    BOOST_TEST(verdict("D3", {.dense = 0.88, .dense_shuffled = 0.895}) == "depends");
    BOOST_TEST(verdict("D3", {.dense = 0.88, .dense_shuffled = 0.80}) == "does not hold");
    BOOST_TEST(verdict("D3", {.dense = 0.88, .dense_shuffled = 0.95}) == "does not hold");
    BOOST_TEST(measured("D3", {.dense = 0.88, .dense_shuffled = 0.865}, "1.50 points apart"));
}

BOOST_AUTO_TEST_CASE(the_convolutional_network_cares_if_shuffling_costs_it_two_points) {
    BOOST_TEST(verdict("D4", {.cnn = 0.91, .cnn_shuffled = 0.85}) == "holds");
    BOOST_TEST(verdict("D4", {.cnn = 0.91, .cnn_shuffled = 0.895}) == "depends");
    BOOST_TEST(verdict("D4", {.cnn = 0.91, .cnn_shuffled = 0.905}) == "does not hold");
    BOOST_TEST(verdict("D4", {.cnn = 0.91, .cnn_shuffled = 0.95}) == "does not hold");
    BOOST_TEST(measured("D4", {.cnn = 0.91, .cnn_shuffled = 0.85}, "6.00 points less"));
    BOOST_TEST(measured("D4", {.cnn = 0.91, .cnn_shuffled = 0.95}, "4.00 points more"));
}

BOOST_AUTO_TEST_CASE(networks_that_learned_nothing_say_nothing_about_accuracy) {
    const Figures nothing{.dense = 0.1, .dense_shuffled = 0.1, .cnn = 0.1, .cnn_shuffled = 0.1};
    BOOST_TEST(verdict("D1", nothing) == "holds");
    for (const char* id : {"D2", "D3", "D4"}) {
        BOOST_TEST(verdict(id, nothing) == kNone);
    }
    BOOST_TEST(verdict("D2", {.dense = 0.1, .cnn = 0.9}) == "holds");
    BOOST_TEST(verdict("D4", {.cnn = 0.9, .cnn_shuffled = 0.1}) == "holds");
}

BOOST_AUTO_TEST_CASE(every_claim_states_its_source_and_figures) {
    BOOST_TEST(claims_on({}).size() == 4u);
    for (const Claim& made : claims_on({})) {
        BOOST_TEST(!made.claim.empty());
        BOOST_TEST(!made.source.empty());
        BOOST_TEST(!made.measured.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_missing_run_is_named) {
    BOOST_TEST(message_of<std::invalid_argument>([] {
                   dense_on_images_claims({run("dense", 1, 1, 0.9)}, kClasses);
               }) == "claims: there is no run called dense_shuffled");
}

BOOST_AUTO_TEST_SUITE_END()
