import tensorflow as tf


def model(x):
    print("Python runs model")
    if tf.reduce_sum(x) > 0:
        y = x * 2
    else:
        y = x - 1
    return tf.reduce_sum(y)


for values in [[1.0, 2.0], [3.0, 4.0], [-1.0, -2.0], [1.0, 2.0, 3.0]]:
    x = tf.constant(values)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = model(x)
    print(float(y))
