import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession("xor.onnx")  #@define,weights

x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], dtype=np.float32)  #@data
prediction = session.run(["output"], {"x": x})[0]  #@predict
print(prediction)
