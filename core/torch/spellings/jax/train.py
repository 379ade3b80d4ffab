import jax
import jax.numpy as jnp

x = jnp.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])  #@data
y = jnp.array([[0.0], [1.0], [1.0], [0.0]])  #@data

params = {  #@weights
    "w1": jnp.array([[-0.8, -0.7, 0.4], [-0.8, -0.6, 1.0]]),  #@weights
    "b1": jnp.array([0.1, 0.1, -0.2]),  #@weights
    "w2": jnp.array([[-1.0], [-0.9], [0.6]]),  #@weights
    "b2": jnp.array([0.2]),  #@weights
}  #@weights


def model(params, x):  #@define
    h = x @ params["w1"] + params["b1"]  #@define,forward
    h = jax.nn.relu(h)  #@define,forward
    return h @ params["w2"] + params["b2"]  #@define,forward


def criterion(params, x, y):  #@loss
    output = model(params, x)  #@forward
    return jnp.mean((output - y) ** 2)  #@loss


@jax.jit  #@record
def update(params, x, y):  #@define
    print("tracing update")
    loss, gradients = jax.value_and_grad(criterion)(params, x, y)  #@forward,loss,backward
    params = jax.tree.map(lambda p, g: p - 0.2 * g, params, gradients)  #@optimizer,step
    return params, loss


losses = []
for step in range(100):  #@loop
    params, loss = update(params, x, y)  #@forward,loss,backward,step
    losses.append(float(loss))

prediction = model(params, x)  #@predict
print(f"loss {losses[0]:.4f} -> {losses[-1]:.4f}")
print(prediction)
