#include "tests/benchmarks/convolution_shapes.h"

namespace stepgrad::benchmarks {

std::vector<ConvolutionShape> net_convolutions(const std::string& net) {
    if (net == "A" || net == "B") {
        std::vector<ConvolutionShape> shapes{
            {net + ".conv1", 64, 28, 1, 16, 3, 1, 1, 1, /*sees_images=*/true},
            {net + ".conv2", 64, 14, 16, 32}};
        if (net == "B") {
            shapes.push_back({net + ".conv3", 64, 7, 32, 64});
        }
        return shapes;
    }
    if (net == "C") {
        return {{"C.conv1", 32, 32, 3, 32, 3, 1, 1, 1, /*sees_images=*/true},
                {"C.conv2", 32, 32, 32, 32},
                {"C.conv3", 32, 16, 32, 64},
                {"C.conv4", 32, 16, 64, 64},
                {"C.conv5", 32, 8, 64, 128},
                {"C.conv6", 32, 8, 128, 128}};
    }
    return {{"D.conv1", 32, 28, 1, 6, 5, 2, 1, 1, /*sees_images=*/true},
            {"D.conv2", 32, 14, 6, 16, 5, 0}};
}

std::vector<ConvolutionShape> net_convolutions() {
    std::vector<ConvolutionShape> shapes;
    for (const char* net : {"B", "C", "D"}) {  // those of A are the first two of B
        for (const ConvolutionShape& shape : net_convolutions(net)) {
            shapes.push_back(shape);
        }
    }
    return shapes;
}

std::vector<ConvolutionShape> famous_convolutions() {
    return {{"AlexNet.conv1", 4, 227, 3, 96, 11, 0, 4, 1, /*sees_images=*/true},
            {"AlexNet.conv2", 4, 27, 96, 256, 5, 2, 1, 2},
            {"AlexNet.conv3", 4, 13, 256, 384},
            {"AlexNet.conv4", 4, 13, 384, 384, 3, 1, 1, 2},
            {"AlexNet.conv5", 4, 13, 384, 256, 3, 1, 1, 2},
            {"GoogLeNet.conv1", 4, 224, 3, 64, 7, 3, 2, 1, /*sees_images=*/true},
            {"GoogLeNet.3a_1x1", 4, 28, 192, 64, 1, 0},
            {"GoogLeNet.3a_3x3_reduce", 4, 28, 192, 96, 1, 0},
            {"GoogLeNet.3a_3x3", 4, 28, 96, 128},
            {"GoogLeNet.3a_5x5", 4, 28, 16, 32, 5, 2},
            {"GoogLeNet.5a_1x1", 4, 7, 832, 256, 1, 0},
            {"MobileNet.conv1", 4, 224, 3, 32, 3, 1, 2, 1, /*sees_images=*/true},
            {"MobileNet.depthwise_112", 4, 112, 32, 32, 3, 1, 1, 32},
            {"MobileNet.pointwise_112", 4, 112, 32, 64, 1, 0},
            {"MobileNet.depthwise_stride2", 4, 112, 64, 64, 3, 1, 2, 64},
            {"MobileNet.depthwise_14", 4, 14, 512, 512, 3, 1, 1, 512},
            {"MobileNet.pointwise_14", 4, 14, 512, 512, 1, 0},
            {"MobileNetV2.expand_56", 4, 56, 24, 144, 1, 0},
            {"MobileNetV2.depthwise_56", 4, 56, 144, 144, 3, 1, 1, 144},
            {"MobileNetV2.depthwise_stride2", 4, 56, 144, 144, 3, 1, 2, 144},
            {"MobileNetV2.project_28", 4, 28, 144, 32, 1, 0}};
}

}  // namespace stepgrad::benchmarks
