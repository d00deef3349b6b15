// node tfjs_features.js MODEL_JSON OUTPUT
//
// What TensorFlow.js computes with the MobileNetV2 that "datasets/get mobilenet_v2" fetches: the
// 1280 features of three generated images. mobilenet_v2_features_test compares ours. Needs
// npm install @tensorflow/tfjs, plain JavaScript; mobilenet_v2_features.json was written with
// version 4.22.0.
const fs = require('fs');
const path = require('path');
const tf = require('@tensorflow/tfjs');

const SIDE = 224;

// The same in C++ and JavaScript to the last bit: whole numbers, divided by a power of two.
function image(number) {
    const values = new Float32Array(SIDE * SIDE * 3);
    for (let y = 0; y < SIDE; ++y) {
        for (let x = 0; x < SIDE; ++x) {
            for (let c = 0; c < 3; ++c) {
                const value = x * (number + 1) + y * (3 - number) + 40 * c + ((x >> 4) ^ (y >> 4)) * 16;
                values[(y * SIDE + x) * 3 + c] = (value & 255) / 256;
            }
        }
    }
    return tf.tensor4d(values, [1, SIDE, SIDE, 3]);
}

async function main(modelFile, output) {
    await tf.setBackend('cpu');
    const description = JSON.parse(fs.readFileSync(modelFile));
    const shards = description.weightsManifest.map((group) => group.paths).flat();
    const data = Buffer.concat(shards.map((name) => fs.readFileSync(path.join(path.dirname(modelFile), name))));
    const model = await tf.loadLayersModel(tf.io.fromMemory({
        modelTopology: description.modelTopology,
        weightSpecs: description.weightsManifest.map((group) => group.weights).flat(),
        weightData: data.buffer.slice(data.byteOffset, data.byteOffset + data.length),
    }));
    const base = model.layers[0];  // MobileNetV2 and global average pooling
    const features = [];
    for (let number = 0; number < 3; ++number) {
        const result = base.predict(image(number).mul(2).sub(1));
        features.push(Array.from(await result.data()));
    }
    const lines = features.map((numbers) => '  [' + numbers.map((x) => x.toPrecision(9)).join(', ') + ']');
    fs.writeFileSync(output, '[\n' + lines.join(',\n') + '\n]\n');
}

main(process.argv[2], process.argv[3]);
