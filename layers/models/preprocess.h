#pragma once

#include "autograd/tensor.h"

namespace stepgrad {

/// What the images of a pretrained network looked like when it was trained. A network that is shown
/// others gives no error but worse answers: the commonest silent mistake of transfer learning.
enum class Preprocessing {
    kNone,           // from 0 to 1, as datasets gives them
    kMinusOneToOne,  // MobileNet v1 and V2; Keras: mode "tf"
    kBlueMinusMean   // VGG16: blue, green, red from 0 to 255, minus ImageNet's mean; Keras: "caffe"
};

/// Images from 0 to 1, as datasets gives them, as the network wants them.
///
/// images  [batch, height, width, 3]; of kNone and kMinusOneToOne any number of channels
/// throws  ShapeError if kBlueMinusMean is asked of images that have not three channels
/// source  Keras, keras/applications/imagenet_utils.py, preprocess_input
Tensor preprocess(const Tensor& images, Preprocessing preprocessing);

}  // namespace stepgrad
