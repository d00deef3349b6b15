// precision: float
#include "lessons/support/predictions.h"

#include "layers/flatten.h"
#include "layers/linear.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

// Whatever it is shown, two pixels, it answers with these probabilities.
Sequential always(const std::vector<Scalar>& probabilities) {
    const auto count = static_cast<std::int64_t>(probabilities.size());
    std::vector<Scalar> logits;
    for (const Scalar probability : probabilities) {
        logits.push_back(std::log(probability));
    }
    Linear linear(2, count);
    Tensor(linear.weight.value()).copy_from(Tensor::zeros({2, count}));
    Tensor(linear.bias.value()).copy_from(Tensor::from({count}, logits));
    return Sequential{Flatten(), std::move(linear)};
}

std::vector<Candidate> of(const std::string& name, const std::vector<Scalar>& probabilities) {
    std::vector<Candidate> candidates;
    candidates.emplace_back(name, Head::kFlatten).model = always(probabilities);
    return candidates;
}

// A bright pixel beside a dark one.
Sample two_pixels(std::int32_t label) {
    return {.name = "two pixels",
            .picture = Tensor::from({1, 2, 1}, {1, 0}),
            .input = Tensor::from({1, 1, 2, 1}, {1, 0}),
            .label = label};
}

const std::vector<std::string> kClasses = {"cat", "dog", "a very long class name", "fish"};

}  // namespace

BOOST_AUTO_TEST_SUITE(predictions_test)

BOOST_AUTO_TEST_CASE(the_likeliest_classes_stand_beside_the_picture) {
    std::vector<Candidate> networks = of("gap", {0.25f, 0.6f, 0.1f, 0.05f});
    BOOST_TEST(predictions_text(networks, kClasses, two_pixels(-1), false) ==
               "@   gap\n"
               "      dog               ############--------  60.0 %\n"
               "      cat               #####---------------  25.0 %\n"
               "      a very long clas  ##------------------  10.0 %\n");
}

BOOST_AUTO_TEST_CASE(each_network_is_right_or_wrong_where_the_class_is_known) {
    std::vector<Candidate> networks = of("flatten", {0.75f, 0.25f});
    networks.emplace_back("gap", Head::kGlobalAverage).model = always({0.25f, 0.75f});
    const std::string text = predictions_text(networks, {"cat", "dog"}, two_pixels(1), false);
    BOOST_TEST(text.find("flatten: wrong\n") != std::string::npos, text);
    BOOST_TEST(text.find("gap: right\n") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(a_network_that_has_gone_astray_is_shown_as_such) {
    std::vector<Candidate> networks =
        of("flatten", {std::numeric_limits<Scalar>::quiet_NaN(), 0.5f});
    BOOST_TEST(predictions_text(networks, {"cat", "dog"}, two_pixels(-1), false) ==
               "@   flatten\n"
               "      cat               --------------------     NaN\n"
               "      dog               --------------------     NaN\n");
}

BOOST_AUTO_TEST_CASE(the_largest_picture_and_five_heads_fit_a_terminal) {
    std::vector<Candidate> networks = of("flatten_dense128", {0.998f, 0.001f, 0.0005f, 0.0005f});
    Sample sample = two_pixels(2);
    sample.picture = Tensor::full({30, 28, 1}, 1);
    std::istringstream lines(predictions_text(networks, kClasses, sample, false));
    std::string line;
    int count = 0;
    for (; std::getline(lines, line); ++count) {
        BOOST_TEST(line.size() <= 79u, line);
        BOOST_TEST(line.substr(0, 28) == std::string(28, '@'));
    }
    BOOST_TEST(count == 15);
}

BOOST_AUTO_TEST_SUITE_END()
