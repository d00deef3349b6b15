// precision: float, double
#include "autograd/tensor.h"

#include "autograd/error.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <utility>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(tensor_test)

BOOST_AUTO_TEST_CASE(an_undefined_tensor_has_nothing_and_says_so) {
    const Tensor tensor;
    BOOST_TEST(!tensor.is_defined());
    BOOST_TEST(!tensor.has_numbers());
    BOOST_TEST(tensor.data() == nullptr);
    BOOST_TEST(tensor.numbers().empty());
    BOOST_TEST(tensor.use_count() == 0);
    BOOST_TEST(tensor.to_string() == "an undefined tensor");
    BOOST_TEST(!tensor.clone().is_defined());
    BOOST_TEST(!tensor.shares_memory_with(tensor));
}

BOOST_AUTO_TEST_CASE(numbers_are_row_by_row) {
    const Tensor tensor = Tensor::from({2, 3}, {1, 2, 3, 4, 5, 6});
    BOOST_TEST(tensor.at({0, 2}) == 3);
    BOOST_TEST(tensor.at({1, 0}) == 4);
    BOOST_TEST(tensor.data()[5] == 6);
    BOOST_TEST(Tensor::zeros({2}).at({1}) == 0);
    BOOST_TEST(Tensor::full({}, 7).item() == 7);
}

BOOST_AUTO_TEST_CASE(a_copy_shares_and_a_clone_does_not) {
    Tensor tensor = Tensor::from({2}, {1, 2});
    const Tensor copy = tensor;
    const Tensor clone = tensor.clone();
    tensor.mutable_data()[0] = 9;
    BOOST_TEST(copy.at({0}) == 9);
    BOOST_TEST(clone.at({0}) == 1);
    BOOST_TEST(copy.shares_memory_with(tensor));
    BOOST_TEST(!clone.shares_memory_with(tensor));
    BOOST_TEST(tensor.use_count() == 2);
}

BOOST_AUTO_TEST_CASE(reshape_and_rows_are_views) {
    Tensor tensor = Tensor::from({3, 2}, {1, 2, 3, 4, 5, 6});
    BOOST_TEST(tensor.reshape({2, 3}).at({1, 0}) == 4);
    const Tensor middle = tensor.rows(1, 2);
    BOOST_TEST(same_bits(middle, Tensor::from({2, 2}, {3, 4, 5, 6})));
    BOOST_TEST(same_bits(middle.rows(1, 1), Tensor::from({1, 2}, {5, 6})));
    tensor.mutable_data()[2] = 30;
    BOOST_TEST(middle.at({0, 0}) == 30);
    BOOST_TEST(tensor.rows(3, 0).shape().to_string() == "[0, 2]");
    BOOST_TEST(same_bits(middle.clone(), Tensor::from({2, 2}, {30, 4, 5, 6})));
}

BOOST_AUTO_TEST_CASE(every_change_raises_the_version_of_all_views) {
    Tensor tensor = Tensor::zeros({2, 2});
    const Tensor view = tensor.rows(0, 1);
    const std::uint64_t before = view.version();
    tensor.fill(1);
    BOOST_TEST(view.version() > before);
    const std::uint64_t after_fill = view.version();
    tensor.copy_from(Tensor::zeros({2, 2}));
    BOOST_TEST(view.version() > after_fill);
    const std::uint64_t after_copy = view.version();
    BOOST_TEST(tensor.data() != nullptr);
    BOOST_TEST(tensor.at({0, 0}) == 0);
    BOOST_TEST(view.version() == after_copy);  // reading changes nothing
}

BOOST_AUTO_TEST_CASE(a_tensor_without_elements_is_fine) {
    Tensor empty = Tensor::zeros({0, 3});
    BOOST_TEST(empty.has_numbers());
    BOOST_TEST(empty.numel() == 0);
    BOOST_TEST(empty.clone().shape().to_string() == "[0, 3]");
    BOOST_TEST(empty.reshape({5, 0}).shape().to_string() == "[5, 0]");
    BOOST_TEST(empty.rows(0, 0).numel() == 0);
    empty.copy_from(Tensor::zeros({0, 3}));
}

BOOST_AUTO_TEST_CASE(says_what_it_holds) {
    BOOST_TEST(Tensor::from({2}, {1, Scalar(2.5)}).to_string() == "Tensor [2]: 1 2.5");
    BOOST_TEST(Tensor::full({3}, 4).to_string(2) == "Tensor [3]: 4 4 ...");
    BOOST_TEST(Tensor::full({3}, 4).to_string(0) == "Tensor [3]");
}

BOOST_AUTO_TEST_CASE(rejects_misuse_and_says_what_was_given) {
    const Tensor tensor = Tensor::zeros({2, 3});
    const auto message = [](auto call) {
        return message_of<ShapeError>(call);
    };
    BOOST_TEST(message([] {
                   Tensor::from({2, 2}, {1, 2, 3});
               }) == "tensor: shape [2, 2] holds 4 numbers, 3 were given");
    BOOST_TEST(message([&] { tensor.item(); }) ==
               "item: needs a tensor with one number, this one is Tensor [2, 3]");
    BOOST_TEST(message([] { Tensor().item(); }) ==
               "item: needs a tensor with one number, this one is an undefined tensor");
    BOOST_TEST(message([&] { tensor.at({1}); }) == "at: 1 indices do not fit Tensor [2, 3]");
    BOOST_TEST(message([&] { tensor.at({1, 3}); }) == "at: index 3 is outside axis 1 of [2, 3]");
    BOOST_TEST(message([&] { tensor.at({-1, 0}); }) == "at: index -1 is outside axis 0 of [2, 3]");
    BOOST_TEST(message([&] { tensor.reshape({4}); }) ==
               "reshape: Tensor [2, 3] cannot become [4], which holds 4 numbers");
    BOOST_TEST(message([] { Tensor().reshape({1}); }) ==
               "reshape: an undefined tensor cannot become [1], which holds 1 numbers");
    BOOST_TEST(message([&] { tensor.rows(1, 2); }) == "rows: Tensor [2, 3] has no rows 1 to 3");
    BOOST_TEST(message([&] { tensor.rows(-1, 1); }) == "rows: Tensor [2, 3] has no rows -1 to 0");
    BOOST_TEST(message([] { Tensor::zeros({3}).copy_from(Tensor::zeros({4})); }) ==
               "copy_from: Tensor [4] does not fit into Tensor [3]");
}

BOOST_AUTO_TEST_SUITE_END()
