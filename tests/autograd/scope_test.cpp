// precision: float
#include "autograd/scope.h"

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>

using namespace stepgrad;

namespace {

// A thing with named parts.
struct Part final : PathSource {
    std::map<const PathSource*, std::string> names;
    std::string path_to(const PathSource& part) const override {
        const auto found = names.find(&part);
        return found == names.end() ? "" : found->second;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(scope_test)

BOOST_AUTO_TEST_CASE(the_path_grows_and_shrinks_with_the_scopes) {
    Part relu;
    Part block;
    Part model;
    block.names[&relu] = "act";
    model.names[&block] = "features.3";
    BOOST_TEST(Scope::current_path() == "");
    {
        const Scope in_model(model);
        BOOST_TEST(Scope::current_path() == "");
        {
            const Scope in_block(block);
            BOOST_TEST(Scope::current_path() == "features.3");
            const Scope in_relu(relu);
            BOOST_TEST(Scope::current_path() == "features.3.act");
        }
        BOOST_TEST(Scope::current_path() == "");
    }
    BOOST_TEST(Scope::current_path() == "");
}

BOOST_AUTO_TEST_CASE(a_module_made_on_the_fly_adds_nothing) {
    Part stranger;
    Part block;
    Part model;
    model.names[&block] = "head";
    const Scope in_model(model);
    const Scope in_block(block);
    const Scope in_stranger(stranger);
    BOOST_TEST(Scope::current_path() == "head");
}

BOOST_AUTO_TEST_SUITE_END()
