// Collects what a lesson has found with several seeds, from the JSON files of the single runs:
// prints mean and standard deviation of every figure and a verdict over all seeds, and writes both
// down. "lessons/run LESSON --full" calls it.

#include "lessons/support/seed_summary.h"

#include "autograd/error.h"
#include "lessons/support/lesson.h"
#include "lessons/support/options.h"
#include "lessons/support/write_results.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>

using namespace stepgrad::lessons;

namespace {

// Beside each seed's JSON file lies its page.
std::vector<Link> links_to_pages(const std::vector<std::string>& files, const std::string& page) {
    const std::filesystem::path folder =
        std::filesystem::absolute(page).lexically_normal().parent_path();
    std::vector<Link> links;
    for (const std::string& file : files) {
        std::filesystem::path path = std::filesystem::absolute(file).lexically_normal();
        path.replace_extension(".html");
        links.push_back({path.lexically_relative(folder).generic_string(), path.stem().string()});
    }
    return links;
}

int summarise(int argc, char** argv) {
    OutputOptions options;
    std::string command;
    std::vector<std::string> files;
    bool only_checks = false;
    int exit_code = 0;
    CommandLine line("Collects what a lesson has found with several seeds");
    add_output_options(line, options);
    line.app()
        .add_option("--command", command, "what was typed, for the page")
        ->type_name("TEXT")
        ->required();
    line.app().add_flag("--check", only_checks, "only find out whether the results can be written");
    line.app().add_option("FILES", files, "the JSON files of the single runs");
    if (!parse(line, options, argc, argv, exit_code)) {
        return exit_code;
    }
    if (only_checks) {
        return 0;
    }
    if (files.empty()) {
        throw stepgrad::DataError("seeds: no JSON files were named");
    }
    options.command = command;
    const JsonReport results = results_over_seeds(files);
    print_title(results.title);
    print_section("Over " + std::to_string(files.size()) + " seeds");
    std::cout << figures_text(results.figures);
    print_section("What was claimed, and what all seeds say");
    print_claims(results.claims, results.caution);
    write_results(seeds_page(results, links_to_pages(files, options.report)), results, options);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    return run_lesson(argv[0], summarise, argc, argv);
}
