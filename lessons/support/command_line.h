#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace stepgrad::lessons {

/// The command line of a program, read by CLI11. That library's header takes five seconds to compile:
/// only those who need more than stands here include it, and ask for app().
///
/// What is wrong with an option's value is said when parse() meets it.
class CommandLine {
public:
    /// title  the first line of --help
    explicit CommandLine(const std::string& title);
    ~CommandLine();
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    void add_flag(const std::string& name, bool& value, const std::string& help);

    /// A number from lowest to highest. Its value until then is the default that --help shows.
    void add_number(const std::string& name, int& value, int lowest, int highest,
                    const std::string& help);
    void add_number(const std::string& name, std::int64_t& value, std::int64_t lowest,
                    std::int64_t highest, const std::string& help);
    void add_number(const std::string& name, double& value, double lowest, double highest,
                    const std::string& help);

    /// One of some words.
    void add_choice(const std::string& name, std::string& value,
                    const std::vector<std::string>& choices, const std::string& help);

    /// Any text. `kind` stands for it in --help: "FILE".
    void add_text(const std::string& name, std::string& value, const std::string& kind,
                  const std::string& help);

    /// What --help shows as the default of an option that was added before.
    void describe_default(const std::string& name, const std::string& text);

    /// Takes an option back.
    void remove(const std::string& name);

    /// Fills in the values. After --help or a mistake, told on the terminal, the program must end.
    ///
    /// program    what it is called in --help: "lessons/run 6"
    /// exit_code  if it must end: 0, or 2 after a mistake
    /// returns    true to go on
    bool parse(const std::string& program, int argc, const char* const* argv, int& exit_code);

    bool was_given(const std::string& name) const;

    CLI::App& app() { return *app_; }

private:
    std::unique_ptr<CLI::App> app_;
};

}  // namespace stepgrad::lessons
