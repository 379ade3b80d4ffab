import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

x = tf.placeholder(tf.float32, shape=[None, 2])  #@data
y = tf.placeholder(tf.float32, shape=[None, 1])  #@data

w1 = tf.Variable([[-0.8, -0.7, 0.4], [-0.8, -0.6, 1.0]])  #@define,weights
b1 = tf.Variable([0.1, 0.1, -0.2])  #@define,weights
w2 = tf.Variable([[-1.0], [-0.9], [0.6]])  #@define,weights
b2 = tf.Variable([0.2])  #@define,weights

h = tf.matmul(x, w1) + b1  #@define
h = tf.nn.relu(h)  #@define
output = tf.matmul(h, w2) + b2  #@define
loss = tf.reduce_mean(tf.square(output - y))  #@loss

optimizer = tf.train.GradientDescentOptimizer(learning_rate=0.2)  #@optimizer
train = optimizer.minimize(loss)  #@backward,step

xor = {  #@data
    x: [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]],  #@data
    y: [[0.0], [1.0], [1.0], [0.0]],  #@data
}  #@data
losses = []
with tf.Session() as session:  #@run
    session.run(tf.global_variables_initializer())  #@weights
    for step in range(100):  #@loop
        value, _ = session.run([loss, train], feed_dict=xor)  #@forward,loss,backward,step
        losses.append(float(value))

    prediction = session.run(output, feed_dict={x: xor[x]})  #@predict
print(f"loss {losses[0]:.4f} -> {losses[-1]:.4f}")
print(prediction)
