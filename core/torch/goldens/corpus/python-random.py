import random

random.seed(0)
print(random.random(), random.randint(0, 10), random.choice(["a", "b", "c"]), random.uniform(1, 2))
order = list(range(8))
random.shuffle(order)
print(order, random.sample(range(100), 5), random.sample(range(1000), 7), random.gauss(0, 1), random.gauss(0, 1))
random.seed(12345678901234567890)
print(random.random(), random.randrange(10, 100, 7), random.getrandbits(40), random.choices([1, 2, 3], k=4))
