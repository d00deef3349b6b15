#include "lessons/support/command_line.h"

#include "lessons/support/lesson.h"

#include <CLI/CLI.hpp>

namespace stepgrad::lessons {
namespace {

constexpr std::size_t kHelpIndent = 30;  // CLI11's own
constexpr int kExitMistake = 2;          // as of other programs: CLI11 has a code for each mistake

// CLI11 does not wrap lines, but it does indent those that follow a line's end.
class WrappingFormatter : public CLI::Formatter {
public:
    std::string make_option_desc(const CLI::Option* option) const override {
        const std::string line_end = "\n" + std::string(kHelpIndent, ' ');
        std::string text = wrapped(CLI::Formatter::make_option_desc(option), kHelpIndent);
        for (std::size_t at = text.find(line_end); at != std::string::npos;
             at = text.find(line_end, at + 1)) {
            text.replace(at, line_end.size(), "\n");
        }
        return text;
    }
};

// A range lets "nan" pass.
std::string refuse_nan(const std::string& text) {
    const bool is_number = text.find_first_of("nN") == std::string::npos;
    return is_number ? std::string() : text + " is no number";
}

}  // namespace

CommandLine::CommandLine(const std::string& title) : app_(std::make_unique<CLI::App>(title)) {
    app_->formatter(std::make_shared<WrappingFormatter>());
}

CommandLine::~CommandLine() = default;

void CommandLine::add_flag(const std::string& name, bool& value, const std::string& help) {
    app_->add_flag(name, value, help);
}

void CommandLine::add_number(const std::string& name, int& value, int lowest, int highest,
                             const std::string& help) {
    app_->add_option(name, value, help)->check(CLI::Range(lowest, highest))->capture_default_str();
}

void CommandLine::add_number(const std::string& name, std::int64_t& value, std::int64_t lowest,
                             std::int64_t highest, const std::string& help) {
    app_->add_option(name, value, help)->check(CLI::Range(lowest, highest))->capture_default_str();
}

void CommandLine::add_number(const std::string& name, double& value, double lowest, double highest,
                             const std::string& help) {
    app_->add_option(name, value, help)
        ->check(CLI::Range(lowest, highest))
        ->check(refuse_nan)
        ->capture_default_str();
}

void CommandLine::add_choice(const std::string& name, std::string& value,
                             const std::vector<std::string>& choices, const std::string& help) {
    app_->add_option(name, value, help)->check(CLI::IsMember(choices))->capture_default_str();
}

void CommandLine::add_text(const std::string& name, std::string& value, const std::string& kind,
                           const std::string& help) {
    app_->add_option(name, value, help)->type_name(kind);
}

void CommandLine::describe_default(const std::string& name, const std::string& text) {
    app_->get_option(name)->default_str(text);
}

void CommandLine::remove(const std::string& name) {
    app_->remove_option(app_->get_option(name));
}

bool CommandLine::parse(const std::string& program, int argc, const char* const* argv,
                        int& exit_code) {
    try {
        app_->name(program);
        app_->parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        exit_code = app_->exit(error) == 0 ? 0 : kExitMistake;
        return false;
    }
    return true;
}

bool CommandLine::was_given(const std::string& name) const {
    return app_->count(name) > 0;
}

}  // namespace stepgrad::lessons
