import tensorflow as tf

x = tf.constant([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])  #@data
y = tf.constant([[0.0], [1.0], [1.0], [0.0]])  #@data

w1 = tf.Variable([[-0.8, -0.7, 0.4], [-0.8, -0.6, 1.0]])  #@define,weights
b1 = tf.Variable([0.1, 0.1, -0.2])  #@define,weights
w2 = tf.Variable([[-1.0], [-0.9], [0.6]])  #@define,weights
b2 = tf.Variable([0.2])  #@define,weights
variables = [w1, b1, w2, b2]  #@define


def model(x):  #@define
    h = tf.matmul(x, w1) + b1  #@define,forward
    h = tf.nn.relu(h)  #@define,forward
    return tf.matmul(h, w2) + b2  #@define,forward


optimizer = tf.keras.optimizers.SGD(learning_rate=0.2)  #@optimizer
optimizer.build(variables)  #@optimizer


@tf.function  #@record
def update(x, y):  #@define
    print("tracing update")
    with tf.GradientTape() as tape:  #@record
        output = model(x)  #@forward
        loss = tf.reduce_mean(tf.square(output - y))  #@loss
    gradients = tape.gradient(loss, variables)  #@backward
    optimizer.apply_gradients(zip(gradients, variables))  #@step
    return loss


losses = []
for step in range(100):  #@loop
    loss = update(x, y)  #@forward,loss,backward,step
    losses.append(float(loss))

prediction = model(x)  #@predict
print(f"loss {losses[0]:.4f} -> {losses[-1]:.4f}")
print(prediction.numpy())
