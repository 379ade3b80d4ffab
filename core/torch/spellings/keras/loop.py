import keras
import numpy as np
import tensorflow as tf

x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], dtype="float32")  #@data
y = np.array([[0.0], [1.0], [1.0], [0.0]], dtype="float32")  #@data

model = keras.Sequential([  #@define
    keras.Input(shape=(2,)),  #@define
    keras.layers.Dense(3, activation="relu"),  #@define
    keras.layers.Dense(1),  #@define
])  #@define
model.set_weights([  #@weights
    np.array([[-0.8, -0.7, 0.4], [-0.8, -0.6, 1.0]]),  #@weights
    np.array([0.1, 0.1, -0.2]),  #@weights
    np.array([[-1.0], [-0.9], [0.6]]),  #@weights
    np.array([0.2]),  #@weights
])  #@weights

criterion = keras.losses.MeanSquaredError()  #@loss
optimizer = keras.optimizers.SGD(learning_rate=0.2)  #@optimizer

losses = []
for step in range(100):  #@loop
    with tf.GradientTape() as tape:  #@record
        output = model(x, training=True)  #@forward
        loss = criterion(y, output)  #@loss
    gradients = tape.gradient(loss, model.trainable_weights)  #@backward
    optimizer.apply(gradients, model.trainable_weights)  #@step
    losses.append(float(loss))

prediction = model(x, training=False)  #@predict
print(f"loss {losses[0]:.4f} -> {losses[-1]:.4f}")
print(keras.ops.convert_to_numpy(prediction))
