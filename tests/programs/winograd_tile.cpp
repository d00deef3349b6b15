// Winograd's minimal filtering on one tile, written out with plain matrices, for
// autograd/kernels/winograd/README.md. Builds B^T, G and A^T from the points, filters a tile with
// them and by the definition, and compares both with each other and with the kernels' transforms.
// Prints what the chapter quotes; ends with 1 if anything disagrees.

#include "autograd/kernels/winograd/transforms.h"
#include "autograd/random.h"

#include <cmath>
#include <cstdio>
#include <vector>

using namespace stepgrad;

namespace {

using Matrix = std::vector<std::vector<double>>;

Matrix zeros(std::size_t rows, std::size_t columns) {
    return Matrix(rows, std::vector<double>(columns, 0.0));
}

Matrix transposed(const Matrix& a) {
    Matrix result = zeros(a[0].size(), a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < a[0].size(); ++j) {
            result[j][i] = a[i][j];
        }
    }
    return result;
}

// Every sum and product is rounded to Number.
template <typename Number>
Matrix product(const Matrix& a, const Matrix& b) {
    Matrix result = zeros(a.size(), b[0].size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < b[0].size(); ++j) {
            Number sum = 0;
            for (std::size_t k = 0; k < b.size(); ++k) {
                sum += static_cast<Number>(a[i][k]) * static_cast<Number>(b[k][j]);
            }
            result[i][j] = sum;
        }
    }
    return result;
}

// The three matrices of F(m, 3) for m + 1 points; infinity is the last one of its own accord.
struct Winograd {
    Matrix inputs, filter, outputs;  // B^T, G, A^T
};

// The coefficients of the product of (x - point) over all points but one; `skipped` may be none.
std::vector<double> product_of_roots(const std::vector<double>& points, std::size_t skipped) {
    std::vector<double> coefficients = {1};
    for (std::size_t j = 0; j < points.size(); ++j) {
        if (j == skipped) {
            continue;
        }
        std::vector<double> next(coefficients.size() + 1, 0.0);
        for (std::size_t k = 0; k < coefficients.size(); ++k) {
            next[k + 1] += coefficients[k];
            next[k] -= points[j] * coefficients[k];
        }
        coefficients = next;
    }
    return coefficients;
}

Winograd matrices_for(const std::vector<double>& points) {
    const std::size_t tile = points.size() + 1;
    const std::size_t outputs = tile - 2;
    Winograd w{zeros(tile, tile), zeros(tile, 3), zeros(outputs, tile)};
    for (std::size_t i = 0; i < points.size(); ++i) {
        const std::vector<double> row = product_of_roots(points, i);
        for (std::size_t k = 0; k < row.size(); ++k) {
            w.inputs[i][k] = row[k];
        }
        double divisor = 1;
        for (std::size_t j = 0; j < points.size(); ++j) {
            divisor *= j == i ? 1 : points[i] - points[j];
        }
        for (std::size_t k = 0; k < 3; ++k) {
            w.filter[i][k] = std::pow(points[i], static_cast<double>(k)) / divisor;
        }
        for (std::size_t k = 0; k < outputs; ++k) {
            w.outputs[k][i] = std::pow(points[i], static_cast<double>(k));
        }
    }
    w.inputs[tile - 1] = product_of_roots(points, points.size());
    w.filter[tile - 1][2] = 1;
    w.outputs[outputs - 1][tile - 1] = 1;
    return w;
}

// A^T [ (G g G^T) * (B^T d B) ] A
template <typename Number>
Matrix filtered(const Winograd& w, const Matrix& image, const Matrix& filter) {
    const Matrix u = product<Number>(product<Number>(w.filter, filter), transposed(w.filter));
    Matrix v = product<Number>(product<Number>(w.inputs, image), transposed(w.inputs));
    for (std::size_t i = 0; i < v.size(); ++i) {
        for (std::size_t j = 0; j < v.size(); ++j) {
            v[i][j] = static_cast<Number>(u[i][j]) * static_cast<Number>(v[i][j]);
        }
    }
    return product<Number>(product<Number>(w.outputs, v), transposed(w.outputs));
}

Matrix filtered_by_definition(const Matrix& image, const Matrix& filter) {
    Matrix result = zeros(image.size() - 2, image.size() - 2);
    for (std::size_t y = 0; y < result.size(); ++y) {
        for (std::size_t x = 0; x < result.size(); ++x) {
            for (std::size_t r = 0; r < 3; ++r) {
                for (std::size_t s = 0; s < 3; ++s) {
                    result[y][x] += image[y + r][x + s] * filter[r][s];
                }
            }
        }
    }
    return result;
}

Matrix random_matrix(std::size_t extent, Random& random) {
    Matrix result = zeros(extent, extent);
    for (std::vector<double>& row : result) {
        for (double& number : row) {
            number = static_cast<float>(random.normal());
        }
    }
    return result;
}

// The rms error of float arithmetic over the rms of the result, on random tiles.
double error_in_float(const Winograd& w) {
    constexpr int kTiles = 2000;
    Random random(1);
    double error = 0;
    double reference = 0;
    for (int t = 0; t < kTiles; ++t) {
        const Matrix image = random_matrix(w.inputs.size(), random);
        const Matrix filter = random_matrix(3, random);
        const Matrix expected = filtered_by_definition(image, filter);
        const Matrix actual = filtered<float>(w, image, filter);
        for (std::size_t i = 0; i < actual.size(); ++i) {
            for (std::size_t j = 0; j < actual.size(); ++j) {
                error += std::pow(actual[i][j] - expected[i][j], 2);
                reference += std::pow(expected[i][j], 2);
            }
        }
    }
    return std::sqrt(error / reference);
}

// Whether one of the kernels' transforms multiplies by the matrix, column by column of it.
template <typename Transform>
bool multiplies_by(const Matrix& matrix) {
    constexpr double kRounding = 1e-6;  // the matrix's numbers, rounded once to float
    for (int k = 0; k < Transform::kFrom; ++k) {
        kernels::Vector in[Transform::kFrom] = {};
        kernels::Vector out[Transform::kTo];
        in[k] = kernels::broadcast(1);
        Transform::apply(in, out);
        for (int i = 0; i < Transform::kTo; ++i) {
            const double expected =
                matrix[static_cast<std::size_t>(i)][static_cast<std::size_t>(k)];
            if (std::abs(out[i][0] - expected) > kRounding * std::fmax(1.0, std::abs(expected))) {
                std::printf("a transform of the kernels has %g where its matrix has %g\n",
                            static_cast<double>(out[i][0]), expected);
                return false;
            }
        }
    }
    return true;
}

template <int kOutputs>
bool kernels_agree(const Winograd& w) {
    return multiplies_by<kernels::InputTransform<kOutputs>>(w.inputs) &&
           multiplies_by<kernels::OutputTransform<kOutputs>>(w.outputs) &&
           multiplies_by<kernels::OutputAdjoint<kOutputs>>(transposed(w.outputs)) &&
           multiplies_by<kernels::FilterTransform<kOutputs>>(w.filter) &&
           multiplies_by<kernels::FilterAdjoint<kOutputs>>(transposed(w.filter));
}

void print(const char* name, const Matrix& matrix) {
    std::printf("%s\n", name);
    for (const std::vector<double>& row : matrix) {
        for (const double number : row) {
            std::printf(" %9.5g", number + 0.0);
        }
        std::printf("\n");
    }
}

bool agrees_with_definition(const Winograd& w) {
    constexpr double kRounding = 1e-12;  // in double
    Random random(2);
    const Matrix image = random_matrix(w.inputs.size(), random);
    const Matrix filter = random_matrix(3, random);
    const Matrix expected = filtered_by_definition(image, filter);
    const Matrix actual = filtered<double>(w, image, filter);
    for (std::size_t i = 0; i < actual.size(); ++i) {
        for (std::size_t j = 0; j < actual.size(); ++j) {
            if (std::abs(actual[i][j] - expected[i][j]) > kRounding) {
                std::printf("output %zu, %zu is %g, by the definition %g\n", i, j, actual[i][j],
                            expected[i][j]);
                return false;
            }
        }
    }
    return true;
}

}  // namespace

int main() {
    const Winograd two = matrices_for({0, 1, -1});
    const Winograd four = matrices_for({0, 0.625, -0.625, 1.5, -1.5});
    const Winograd usual_four = matrices_for({0, 1, -1, 2, -2});
    std::printf("F(2, 3), points 0, 1, -1, infinity\n");
    print("B^T", two.inputs);
    print("G", two.filter);
    print("A^T", two.outputs);
    std::printf("F(4, 3), points 0, 5/8, -5/8, 3/2, -3/2, infinity\n");
    print("B^T", four.inputs);
    print("G", four.filter);
    print("A^T", four.outputs);
    std::printf(
        "rms error in float, relative: F(2, 3) %.1e, F(4, 3) %.1e, with points 0, +-1, +-2 %.1e\n",
        error_in_float(two), error_in_float(four), error_in_float(usual_four));
    const bool agree = agrees_with_definition(two) && agrees_with_definition(four) &&
                       agrees_with_definition(usual_four) && kernels_agree<2>(two) &&
                       kernels_agree<4>(four);
    return agree ? 0 : 1;
}
