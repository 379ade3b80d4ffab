# 自動微分を使わず、勾配を式で書く
xs = [1.0, 2.0, 3.0, 4.0]
ys = [3.0, 5.0, 7.0, 9.0]
w, b = 0.0, 0.0
lr = 0.05
for epoch in range(200):
    dw, db, loss = 0.0, 0.0, 0.0
    for x, y in zip(xs, ys):
        e = w * x + b - y
        loss += e * e / len(xs)
        dw += 2 * e * x / len(xs)
        db += 2 * e / len(xs)
    w -= lr * dw
    b -= lr * db
    if epoch % 50 == 0:
        print(f"{epoch}: loss {loss:.4f}")
print(f"w = {w:.3f}, b = {b:.3f}")
