// precision: float
#include "lessons/support/transfer.h"

#include "autograd/error.h"
#include "datasets/fashion_mnist.h"
#include "datasets/selected_classes.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

constexpr std::int64_t kClasses = 5;

// Test accuracies of GAP and Flatten; Flatten with a dense layer has Flatten's.
struct Accuracies {
    double gap, flatten;
};

void add(std::vector<Transfer>& transfers, Start start, std::int64_t count,
         const Accuracies& accuracies) {
    for (const Head head : kHeadsOfTransfer) {
        const bool is_gap = head == Head::kGlobalAverage;
        transfers.push_back({start, head, count,
                             Run{.name = head_name(head),
                                 .head_parameters = is_gap ? 325 : 15685,
                                 .test_accuracy = is_gap ? accuracies.gap : accuracies.flatten}});
    }
}

std::vector<Transfer> all_with(const Accuracies& scratch, const Accuracies& frozen) {
    std::vector<Transfer> transfers;
    for (const std::int64_t count : {10, 50}) {
        add(transfers, Start::kScratch, count, scratch);
        add(transfers, Start::kFrozen, count, frozen);
        add(transfers, Start::kContinued, count, frozen);
    }
    return transfers;
}

std::string verdict_of(const std::vector<Claim>& claims, const std::string& id) {
    for (const Claim& claim : claims) {
        if (claim.id == id) {
            return claim.verdict;
        }
    }
    return "no claim " + id;
}

std::string verdict(const std::string& id, const Accuracies& scratch, const Accuracies& frozen,
                    std::int64_t different_numbers = 0) {
    return verdict_of(
        transfer_claims(all_with(scratch, frozen), {1000, different_numbers}, kClasses), id);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(transfer_test)

BOOST_AUTO_TEST_CASE(the_halves_share_no_class_and_hold_all_of_them) {
    const Halves halves = halves_of(load_fashion_mnist_subset());
    BOOST_TEST(halves.first.train->size() == 1000);
    BOOST_TEST(halves.second.test->size() == 250);
    BOOST_TEST(halves.first.train->class_names()[0] == "T-shirt/top");
    BOOST_TEST(halves.second.train->class_names()[0] == "Sandal");
    BOOST_TEST(halves.second.train->label(0) < 5);
    const DataSource few = reduced(halves.second, 10, 1);
    BOOST_TEST(few.train->size() == 50);
    BOOST_TEST(few.test->size() == 250);
    BOOST_TEST(message_of<DataError>([&] {
                   reduced(halves.second, 201, 1);
               }).find("201 of each of 5 classes are needed") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(two_classes_are_too_few_to_be_cut_in_two) {
    DataSource two = load_fashion_mnist_subset();
    two.train = std::make_shared<SelectedClasses>(two.train, std::vector<std::int32_t>{0, 1});
    BOOST_TEST(message_of<DataError>([&] { halves_of(two); }) ==
               two.name +
                   ": has 2 classes; to learn one half of them and then the other takes four");
}

BOOST_AUTO_TEST_CASE(heads_that_differ_alike_with_and_without_transfer_make_c12_hold) {
    BOOST_TEST(verdict("C12", {0.80, 0.85}, {0.85, 0.95}) == "holds");
    BOOST_TEST(verdict("C12", {0.85, 0.80}, {0.95, 0.85}) == "holds");
    BOOST_TEST(verdict("C12", {0.850, 0.845}, {0.850, 0.855}) == "holds");  // below one point
    BOOST_TEST(verdict("C12", {0.80, 0.85}, {0.95, 0.85}) == "depends");
    BOOST_TEST(verdict("C12", {0.20, 0.25}, {0.25, 0.20}).starts_with("cannot be judged"));
}

BOOST_AUTO_TEST_CASE(a_single_other_bit_makes_c14_not_hold) {
    BOOST_TEST(verdict("C14", {0.8, 0.8}, {0.9, 0.9}, 0) == "holds");
    BOOST_TEST(verdict("C14", {0.8, 0.8}, {0.9, 0.9}, 1) == "does not hold");
}

BOOST_AUTO_TEST_CASE(t1_follows_from_the_fewest_images) {
    BOOST_TEST(verdict("T1", {0.80, 0.80}, {0.85, 0.85}) == "holds");
    BOOST_TEST(verdict("T1", {0.80, 0.80}, {0.81, 0.81}) == "depends");
    BOOST_TEST(verdict("T1", {0.80, 0.80}, {0.75, 0.75}) == "does not hold");
}

BOOST_AUTO_TEST_CASE(claims_need_every_network) {
    std::vector<Transfer> transfers = all_with({0.8, 0.8}, {0.9, 0.9});
    transfers.erase(transfers.begin());
    BOOST_CHECK_THROW(transfer_claims(transfers, {}, kClasses), std::invalid_argument);
    BOOST_CHECK_THROW(transfer_claims({}, {}, kClasses), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(measurements_are_means_over_numbers_of_images) {
    std::vector<Transfer> transfers;
    add(transfers, Start::kScratch, 10, {0.6, 0.5});
    add(transfers, Start::kScratch, 50, {0.8, 0.9});
    add(transfers, Start::kFrozen, 10, {0.7, 0.8});
    add(transfers, Start::kFrozen, 50, {0.9, 0.9});
    add(transfers, Start::kContinued, 10, {0.7, 0.7});
    add(transfers, Start::kContinued, 50, {0.9, 0.9});
    const std::vector<Measurement> measurements = measurements_of(transfers);
    BOOST_CHECK_SMALL(measurements[0].value, 1e-12);
    BOOST_CHECK_CLOSE(measurements[1].value, -0.05, 1e-9);
    BOOST_CHECK_CLOSE(measurements[3].value, (0.1 + 0.3 + 0.3) / 3, 1e-9);
    BOOST_CHECK_CLOSE(measurements[4].value, 0.1 / 3, 1e-9);
}

BOOST_AUTO_TEST_CASE(training_goes_on_to_the_same_bits) {
    const TemporaryFolder folder;
    TrainingOptions options;
    options.batch_size = 32;
    const TrainingData data(halves_of(load_fashion_mnist_subset()).first, options);
    const Continuation continuation =
        continue_from_file(data, options, folder.path() / "body.safetensors");
    BOOST_TEST(continuation.different_numbers == 0);
    BOOST_TEST(continuation.numbers > 30000);
    BOOST_TEST(folder.names() == std::vector<std::string>{"body_half_way.safetensors"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
