#pragma once

#include <cstddef>
#include <vector>

// The update rules as a textbook prints them, in double and number by number: what the optimizers
// and their kernels are compared with.
namespace stepgrad::testing {

struct NaiveSgd {
    double learning_rate = 0.1;
    double momentum = 0;
    bool nesterov = false;
    double weight_decay = 0;
    std::vector<double> velocity = {};  // empty before the first step

    void step(std::vector<double>& parameter, const std::vector<double>& grad);
};

struct NaiveAdam {
    double learning_rate = 0.1;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weight_decay = 0;
    bool is_decoupled = false;  // AdamW
    int steps = 0;
    std::vector<double> m = {};
    std::vector<double> v = {};

    void step(std::vector<double>& parameter, const std::vector<double>& grad);
};

}  // namespace stepgrad::testing
