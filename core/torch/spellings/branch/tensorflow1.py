import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

x = tf.placeholder(tf.float32, shape=[None])
try:
    if tf.reduce_sum(x) > 0:
        print("never printed")
except TypeError:
    print("TypeError: a tensor of the graph has no value yet")

y = tf.cond(tf.reduce_sum(x) > 0, lambda: x * 2, lambda: x - 1)
y = tf.reduce_sum(y)
with tf.Session() as session:
    for values in [[1.0, 2.0], [3.0, 4.0], [-1.0, -2.0], [1.0, 2.0, 3.0]]:
        print(float(session.run(y, feed_dict={x: values})))
