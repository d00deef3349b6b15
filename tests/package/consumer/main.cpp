#include "autograd/optim/sgd.h"
#include "autograd/random.h"
#include "layers/check_layer.h"
#include "layers/linear.h"
#include "layers/mse_loss.h"
#include "layers/sequential.h"
#include "swish.h"

#include <cstdio>

using namespace stepgrad;

// Checks a layer that was written outside of stepgrad, then trains a small network with it.
int main() {
    Swish layer;
    const CheckLayerResult checked = check_layer(layer, {2, 3, 3, 2});
    for (const std::string& failure : checked.failures) {
        std::printf("%s\n", failure.c_str());
    }

    set_seed(1);
    Sequential model{Linear(1, 8), Swish(), Linear(8, 1)};
    SGD optimizer(model.parameters(), {.learning_rate = 0.05, .momentum = 0.9});
    const Variable x(Tensor::from({5, 1}, {-2, -1, 0, 1, 2}));
    const Tensor squares = Tensor::from({5, 1}, {4, 1, 0, 1, 4});
    Scalar first_loss = 0;
    Scalar last_loss = 0;
    for (int step = 0; step < 500; ++step) {
        const Variable loss = mse_loss(model(x), Variable(squares));
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        first_loss = step == 0 ? loss.item() : first_loss;
        last_loss = loss.item();
    }
    std::printf("loss %g, after 500 steps %g\n", first_loss, last_loss);
    return checked.passed && last_loss < first_loss / 10 ? 0 : 1;
}
