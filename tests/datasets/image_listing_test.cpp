// precision: float
#include "datasets/image_listing.h"

#include "autograd/error.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <unistd.h>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

std::vector<std::string> names_of(const std::vector<std::filesystem::path>& paths) {
    std::vector<std::string> names;
    for (const std::filesystem::path& path : paths) {
        names.push_back(path.filename().string());
    }
    return names;
}

std::string error_of(const std::filesystem::path& folder) {
    const std::string message = message_of<DataError>([&] { list_classes(folder); });
    BOOST_TEST(message.substr(0, 14) == "image folder: ");
    return message.substr(14);
}

using Names = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(image_listing_test)

BOOST_AUTO_TEST_CASE(image_names_are_known_by_their_endings) {
    for (const char* const name : {"a.png", "a.PNG", "a.jpg", "A.JPG", "a.jpeg", "a.JpEg", "a.jfif",
                                   "two words.b.png", "ä.jpg"}) {
        BOOST_TEST(has_image_name(name));
    }
    for (const char* const name : {"a", "png", "a.gif", "a.png.txt", ".png", "a.jpg~", "a.pn"}) {
        BOOST_TEST(!has_image_name(name));
    }
}

BOOST_AUTO_TEST_CASE(classes_and_files_are_sorted_by_the_bytes_of_their_names) {
    const TemporaryFolder folder;
    for (const char* const name :
         {"b/2.png", "b/10.png", "b/Z.png", "b/a.png", "Zebra/1.jpg", "ärger und mehr/1.jpg"}) {
        folder.write(name, "");
    }
    const std::vector<ClassListing> classes = list_classes(folder.path());
    BOOST_REQUIRE(classes.size() == 3u);
    BOOST_TEST(classes[0].name == "Zebra");
    BOOST_TEST(classes[1].name == "b");
    BOOST_TEST(classes[2].name == "ärger und mehr");
    BOOST_TEST(names_of(classes[1].files) == (Names{"10.png", "2.png", "Z.png", "a.png"}));
    BOOST_TEST(classes[1].files[0].string() == (folder.path() / "b" / "10.png").string());
}

BOOST_AUTO_TEST_CASE(hidden_files_and_folders_are_not_looked_at) {
    const TemporaryFolder folder;
    for (const char* const name : {"a/1.png", "a/.2.png", "a/.DS_Store", "a/.thumbs/3.png",
                                   "b/1.png", ".git/1.png", "README.txt"}) {
        folder.write(name, "");
    }
    const std::vector<ClassListing> classes = list_classes(folder.path());
    BOOST_REQUIRE(classes.size() == 2u);
    BOOST_TEST(names_of(classes[0].files) == Names{"1.png"});
    BOOST_TEST(classes[0].others.empty());
}

BOOST_AUTO_TEST_CASE(other_files_are_listed_apart_and_folders_as_files) {
    const TemporaryFolder folder;
    for (const char* const name :
         {"a/1.png", "a/2.gif", "a/notes", "a/more/3.png", "a/4.png/inside", "b/1.png"}) {
        folder.write(name, "");
    }
    const std::vector<ClassListing> classes = list_classes(folder.path());
    BOOST_TEST(names_of(classes[0].files) == (Names{"1.png", "4.png", "more"}));
    BOOST_TEST(names_of(classes[0].others) == (Names{"2.gif", "notes"}));
}

BOOST_AUTO_TEST_CASE(links_are_followed_and_dead_ones_stay_in_the_list) {
    const TemporaryFolder folder;
    folder.write("elsewhere/1.png", "");
    folder.write("data/a/1.png", "");
    std::filesystem::create_directory_symlink("../elsewhere", folder.path() / "data/b");
    std::filesystem::create_symlink("nowhere", folder.path() / "data/a/2.png");
    const std::vector<ClassListing> classes = list_classes(folder.path() / "data");
    BOOST_REQUIRE(classes.size() == 2u);
    BOOST_TEST(names_of(classes[0].files) == (Names{"1.png", "2.png"}));
    BOOST_TEST(classes[1].name == "b");
    BOOST_TEST(names_of(classes[1].files) == Names{"1.png"});
}

BOOST_AUTO_TEST_CASE(too_few_classes_and_empty_ones_are_named) {
    const TemporaryFolder folder;
    const std::string start = folder.path().string();
    folder.write("loose.png", "");
    BOOST_TEST(has_image_files(folder.path()));
    BOOST_TEST(error_of(folder.path()) ==
               start +
                   ": has no sub-folders; each class needs one, called like it, with its images");
    folder.write("cats/1.png", "");
    BOOST_TEST(error_of(folder.path()) ==
               start + ": has one class only, \"cats\": there is nothing to tell apart");
    std::filesystem::create_directory(folder.path() / "dogs");
    BOOST_TEST(!has_image_files(folder.path() / "dogs"));
    BOOST_TEST(error_of(folder.path()) == start + "/dogs: the class has no PNG or JPEG files");
    folder.write("dogs/1.HEIC", "");
    folder.write("dogs/2.heic", "");
    folder.write("dogs/list", "");
    BOOST_TEST(error_of(folder.path()) ==
               start +
                   "/dogs: the class has no PNG or JPEG files; its 3 other files are not read "
                   "(.heic, no ending)");
}

BOOST_AUTO_TEST_CASE(what_is_no_folder_or_cannot_be_listed_is_named) {
    const TemporaryFolder folder;
    const auto file = folder.write("file", "");
    BOOST_TEST(error_of(file) == file.string() + ": is not a folder");
    BOOST_TEST(error_of(folder.path() / "none") ==
               (folder.path() / "none").string() + ": No such file or directory");
    if (geteuid() == 0) {
        BOOST_TEST_MESSAGE("root may list every folder: skipped");
        return;
    }
    folder.write("shut/a/1.png", "");
    std::filesystem::permissions(folder.path() / "shut", std::filesystem::perms::none);
    BOOST_TEST(error_of(folder.path() / "shut") ==
               (folder.path() / "shut").string() + ": cannot be listed: Permission denied");
    std::filesystem::permissions(folder.path() / "shut", std::filesystem::perms::owner_all);
}

BOOST_AUTO_TEST_SUITE_END()
