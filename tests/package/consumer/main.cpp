#include "autograd/tensor.h"

#include <cstdio>

int main() {
    stepgrad::Tensor numbers = stepgrad::Tensor::empty({2, 3});
    numbers.data()[5] = 6;
    std::printf("%d numbers\n", static_cast<int>(numbers.numel()));
    return numbers.numel() == 6 ? 0 : 1;
}
