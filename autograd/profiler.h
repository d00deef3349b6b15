#pragma once

#include "autograd/observer.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad {

enum class Pass { kForward, kBackward };

/// One line of a profile: all calls of one operation at one place of the network.
struct ProfileRow {
    std::string module_path = {};  // "body.conv0"; empty outside of modules
    std::string operation = {};    // "conv2d", in the backward pass too
    Pass pass = Pass::kForward;
    std::int64_t calls = 0;
    std::int64_t multiply_adds = 0;  // by the plain formula; 0 where the operation has none
    std::int64_t bytes = 0;          // of results or gradients; not of workspaces
    Observer::Clock::duration time{};
};

/// One line for all sections of a name.
struct ProfileSection {
    std::string name;
    std::int64_t calls = 0;
    Observer::Clock::duration time{};  // without the operations, nodes and sections inside
};

/// Finds out where the time goes: in which operation of which layer, forward and backward, and how
/// much passes outside of all operations.
///
///     Profiler profiler;
///     {
///         const ProfilerGuard guard(profiler);
///         ...train...
///     }
///     std::cout << profiler.to_string();
///
/// Rows stand in the order in which they first came up, so that a profile reads like a training step
/// and lines up with the summary of the network; the shares show what is slow. Layers that are fused
/// without a profiler are fused with it. An operation that a node's backward calls counts twice: no
/// node of ours does so. Changes no bit of what it looks on. Not for several threads at once.
class Profiler final : public Observer {
public:
    void on_forward(const Forward& event) override;
    void on_backward(const Backward& event) override;
    void on_section_begin(const char* name) override;
    void on_section_end(const char* name) override;
    bool needs_every_layer() const override { return false; }

    const std::vector<ProfileRow>& rows() const { return rows_; }
    const std::vector<ProfileSection>& sections() const { return sections_; }

    /// From begin to end of all guards that are gone.
    Clock::duration total_time() const { return total_time_; }

    /// What the profiler itself took to write down the events.
    Clock::duration own_time() const { return own_time_; }

    /// The time in no row and no section, without the profiler's own.
    Clock::duration other_time() const;

    /// A table of at most 80 columns, unless numbers alone are wider. Ends with a legend.
    std::string to_string() const;

private:
    friend class ProfilerGuard;

    struct OpenSection {
        std::size_t index;
        Clock::time_point start;
        Clock::duration inside{};  // what others account for
    };

    void add(const ProfileRow& call);
    void add_own_time(Clock::time_point start);
    void take_from_open_section(Clock::duration time);

    std::vector<ProfileRow> rows_;
    std::vector<ProfileSection> sections_;
    std::vector<OpenSection> open_sections_;  // the innermost at the end
    Clock::duration own_time_{};
    Clock::duration total_time_{};
};

/// Profiles this thread for as long as it lives. Several guards add up in one profile.
class ProfilerGuard {
public:
    explicit ProfilerGuard(Profiler& profiler);
    ~ProfilerGuard();
    ProfilerGuard(const ProfilerGuard&) = delete;
    ProfilerGuard& operator=(const ProfilerGuard&) = delete;

private:
    Profiler& profiler_;
    ObserverGuard in_charge_;
    Observer::Clock::time_point start_;
};

}  // namespace stepgrad
