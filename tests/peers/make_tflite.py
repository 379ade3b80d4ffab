"""MobileNetV1 as LiteRT runs it: float and full-integer int8, at the two sizes of run.mjs's inference table.

    python make_tflite.py            # needs tensorflow (2.21); writes tflite/*.tflite

The weights are random: speed does not depend on them. The network is Keras's MobileNet, the paper's (Howard et al. 2017)
with batch norm, which the converter folds. Inputs and outputs are floats in all files:
LiteRT.js takes no int8 tensors.
"""

import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
import numpy as np
import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

HERE = pathlib.Path(__file__).parent / "tflite"


def main():
    HERE.mkdir(exist_ok=True)
    tf.keras.utils.set_random_seed(1)
    for alpha, size in [(1.0, 224), (0.25, 128)]:
        keras = tf.keras.applications.MobileNet(
            input_shape=(size, size, 3), alpha=alpha, weights=None, classes=1000, classifier_activation=None
        )
        # One fixed shape: a batch of one.
        call = tf.function(lambda x, net=keras: net(x, training=False))
        concrete = call.get_concrete_function(tf.TensorSpec([1, size, size, 3], tf.float32))
        frozen = convert_variables_to_constants_v2(concrete)
        for kind in ["float", "int8"]:
            converter = tf.lite.TFLiteConverter.from_concrete_functions([frozen])
            if kind == "int8":
                images = np.random.default_rng(1).uniform(-1, 1, (8, 1, size, size, 3)).astype(np.float32)
                converter.optimizations = [tf.lite.Optimize.DEFAULT]
                converter.representative_dataset = lambda images=images: ([image] for image in images)
                converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
            path = HERE / f"mobilenet-v1-{alpha}-{size}-{kind}.tflite"
            path.write_bytes(converter.convert())
            print(path.name, path.stat().st_size)


main()
