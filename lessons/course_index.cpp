// Collects what the lessons have found: course_index FOLDER [OPTION] reads the JSON file of every lesson in
// the folder, prints all verdicts, and writes the page index.html that links the lessons' pages.

#include "lessons/support/course_page.h"
#include "lessons/support/lesson.h"
#include "lessons/support/report/write_report.h"

#include <cstdio>
#include <iostream>

using namespace stepgrad::lessons;

namespace {

int collect(int argc, char** argv) {
    if (argc != 2 && argc != 3) {
        std::cerr << "usage: course_index FOLDER [OPTION OF lessons/run --all]\n";
        return 2;
    }
    const std::string folder = argv[1];
    Report page = course_page(read_summaries(folder));
    page.command += argc == 3 ? std::string(" ") + argv[2] : "";
    print_title(page.title);
    for (const Claim& claim : page.claims) {
        std::printf(
            "%-4s %-14s %s\n", claim.id.c_str(), claim.verdict.c_str(),
            wrapped(claim.measured.substr(0, claim.measured.find(':')) + ": " + claim.claim, 20)
                .c_str());
    }
    std::fflush(stdout);
    write_report(page, folder + "/index.html");
    std::cout << "\nReport: " << printable(folder) << "/index.html\n";
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    return run_lesson(argv[0], collect, argc, argv);
}
