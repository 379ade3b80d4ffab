import keras
import numpy as np

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

model.compile(  #@loss,optimizer
    loss="mse",  #@loss
    optimizer=keras.optimizers.SGD(learning_rate=0.2),  #@optimizer
)  #@loss,optimizer
history = model.fit(x, y, batch_size=4, epochs=100, shuffle=False, verbose=0)  #@loop,zero_grad,forward,loss,backward,step
losses = history.history["loss"]

prediction = model.predict(x, verbose=0)  #@predict
print(f"loss {losses[0]:.4f} -> {losses[-1]:.4f}")
print(prediction)
