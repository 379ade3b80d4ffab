import jax
import jax.numpy as jnp


@jax.jit
def refused(x):
    if jnp.sum(x) > 0:
        return jnp.sum(x * 2)
    return jnp.sum(x - 1)


@jax.jit
def model(x):
    print("Python runs model")
    y = jax.lax.cond(jnp.sum(x) > 0, lambda x: x * 2, lambda x: x - 1, x)
    return jnp.sum(y)


try:
    refused(jnp.array([1.0, 2.0]))
except jax.errors.TracerBoolConversionError:
    print("TracerBoolConversionError: a traced value has no truth value")

for values in [[1.0, 2.0], [3.0, 4.0], [-1.0, -2.0], [1.0, 2.0, 3.0]]:
    y = model(jnp.array(values))
    print(float(y))
