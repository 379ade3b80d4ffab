"""Runs one spelling as it stands and writes down when its graph's nodes appear and when numbers flow.

    python record.py SCRIPT TRACER RESULT.json ROUNDS

ROUNDS: of how many rounds of the script's loop events are kept.

The script is not changed: it is executed below `sys.settrace`, and the library itself is asked what it did.
TRACER says how: `pytorch` (grad_fn of what the lines made, ATen operations by a dispatch mode), `tensorflow` (op
callbacks, eager and while a function is traced), `tensorflow1` (the graph after each line, step statistics of each
`Session.run`), `jax` (the jaxpr of each trace, with its lines), `keras` (op callbacks, layers), `onnx` (the file's nodes).
What an event is, is said in README.md.
"""

import ast
import builtins
import contextlib
import io
import json
import os
import re
import sys

# Rounds whose events are kept.
KEPT_STEPS = range(int(sys.argv[4]))


class Recorder:
    def __init__(self, script):
        self.script = os.path.realpath(script)
        self.source = open(script).read()
        tree = ast.parse(self.source)
        self.loop = next((n for n in tree.body if isinstance(n, (ast.For, ast.With)) and self.for_in(n)), None)
        self.loop = self.loop and self.for_in(self.loop)
        self.events, self.lines, self.module_line = [], [], 0
        self.globals = {"__name__": "__main__", "__file__": script}
        self.calls, self.batch = 0, None  # `batch`: where the library has the loop, the batch that it is at
        self.after_line = lambda frame, line, returned: None

    @staticmethod
    def for_in(node):
        return next((n for n in ast.walk(node) if isinstance(n, ast.For)), None)

    def step(self):
        """The round of the loop that the script is in, or None outside."""
        if self.batch is not None:
            return self.batch
        if self.loop is None or not self.loop.lineno <= self.module_line <= self.loop.end_lineno:
            return None
        return self.calls - 1

    def line_here(self):
        """The script's line that runs now, innermost."""
        frame = sys._getframe(1)
        while frame is not None:
            if os.path.realpath(frame.f_code.co_filename) == self.script:
                return frame.f_lineno
            frame = frame.f_back
        return self.module_line

    def event(self, kind, line, item):
        """Adds `item` to the events; those of one kind and one visit of a line are one event."""
        step = self.step()
        if step is not None and step not in KEPT_STEPS:
            return
        for last in reversed(self.events):
            if (last["line"], last["step"]) != (line, step) or last["kind"] == "print" or kind == "print":
                break
            if last["kind"] == kind:
                last["items"].append(item)
                return
        self.events.append({"step": step, "line": line, "kind": kind, "items": [item]})

    def trace(self, frame, what, argument):
        if os.path.realpath(frame.f_code.co_filename) != self.script:
            return None
        is_module = frame.f_code.co_name == "<module>"
        previous = {"line": None}

        def local(frame, what, argument):
            if what in ("line", "return") and previous["line"] is not None:
                self.after_line(frame, previous["line"], argument if what == "return" else None)
            if what == "line":
                previous["line"] = frame.f_lineno
                if is_module:
                    self.module_line = frame.f_lineno
                    if self.loop is not None and frame.f_lineno == self.loop.lineno:
                        self.calls += 1
                if self.step() in (None, *KEPT_STEPS):
                    self.lines.append((self.step(), frame.f_lineno))
            return local

        return local

    def run(self, traced=True):
        real_write = sys.stdout.write

        def write(text):
            if text.strip():
                self.event("print", self.line_here(), text.rstrip("\n"))
            return len(text)

        code = compile(self.source, self.script, "exec")
        sys.stdout.write = write
        if traced:
            sys.settrace(self.trace)
        try:
            exec(code, self.globals)
        finally:
            sys.settrace(None)
            sys.stdout.write = real_write


def tensor_shape(value):
    return [int(d) for d in value.shape]


# Operations that move or describe and compute nothing: left out of what runs.
ATEN_QUIET = {"detach", "alias", "view", "_unsafe_view", "t", "expand", "lift_fresh", "_local_scalar_dense", "empty",
              "unsqueeze", "squeeze", "as_strided", "_to_copy", "clone", "ones_like", "zeros_like", "resolve_conj", "resolve_neg", "_record_function_enter_new", "_record_function_exit"}


def pytorch(recorder):
    import torch
    from torch.utils._python_dispatch import TorchDispatchMode

    known = {}

    class Operations(TorchDispatchMode):
        def __torch_dispatch__(self, function, types, args=(), kwargs=None):
            name = function.overloadpacket.__name__
            if name not in ATEN_QUIET:
                recorder.event("run", recorder.line_here(), {"op": name})
            return function(*args, **(kwargs or {}))

    def add(node, line):
        if node is None:
            return
        name = node.name().removeprefix("torch::autograd::")
        # PyTorch makes the nodes of leaves anew for each graph; that they are kept here must not hide it.
        key = (id(node), recorder.step() if name == "AccumulateGrad" else None)
        if key in known:
            return
        is_new = (id(node),) not in known
        known[key] = known[(id(node),)] = node  # kept, so that no other node gets this id
        for source, _ in node.next_functions:
            add(source, line)
        item = {"op": name}
        if name == "AccumulateGrad":
            item["shape"] = tensor_shape(node.variable)
        recorder.event("node", line, item)
        if is_new:
            node.register_hook(lambda *_: recorder.event("walk", recorder.line_here(), {"op": name}))

    def tensors(value):
        return value if isinstance(value, torch.Tensor) else None

    def after_line(frame, line, returned):
        for value in [returned, *list(frame.f_locals.values())]:
            value = tensors(value)
            if value is not None and value.grad_fn is not None:
                add(value.grad_fn, line)
        loss = frame.f_locals.get("loss")
        if isinstance(loss, torch.Tensor) and loss.grad_fn is not None and not getattr(loss, "seen_freed", False):
            try:
                loss.grad_fn._saved_self
            except RuntimeError:  # PyTorch's word that the saved tensors are gone
                loss.seen_freed = True
                recorder.event("free", line, {"op": loss.grad_fn.name()})

    recorder.after_line = after_line
    with Operations():
        recorder.run()
    return {"torch": torch.__version__.split("+")[0]}


TENSORFLOW_QUIET = {"ReadVariableOp", "VarHandleOp", "AssignVariableOp", "VarIsInitializedOp", "Const", "Identity", "NoOp",
                    "Shape", "DestroyResourceOp", "Cast", "Placeholder", "Fill", "FloorMod", "GatherV2", "Prod",
                    "BroadcastGradientArgs", "IdentityN"}


def tensorflow(recorder):
    import tensorflow as tf
    from tensorflow.python import pywrap_tfe
    from tensorflow.python.framework import op_callbacks
    from tensorflow.python.util import tf_stack

    def line_here():
        """As the recorder's, but by TensorFlow's stack, which knows the lines that AutoGraph has rewritten."""
        for frame in reversed(tf_stack.extract_stack()):
            if os.path.realpath(frame.filename) == recorder.script:
                return frame.lineno
        return recorder.module_line

    recorder.line_here = line_here

    def callback(op_type, inputs, attrs, outputs, op_name=None, graph=None):
        name = op_type.decode() if isinstance(op_type, bytes) else op_type
        quiet = name in TENSORFLOW_QUIET or any(part in name for part in ("Dataset", "Iterator", "Optional"))
        # A function that TensorFlow compiled has a number in its name.
        name = re.sub(r"^__inference_(.*)_\d+$", r"compiled \1", name)
        if graph is not None:
            if not quiet or name == "Placeholder":
                recorder.event("node", recorder.line_here(), {"op": name})
        elif not quiet:
            if pywrap_tfe.TFE_Py_TapeSetShouldRecordBackprop(list(inputs)):
                recorder.event("node", recorder.line_here(), {"op": name})
            recorder.event("run", recorder.line_here(), {"op": name})

    op_callbacks.add_op_callback(callback)
    recorder.run()
    return {"tensorflow": tf.__version__}


def keras(recorder):
    backend = os.environ["KERAS_BACKEND"]
    import keras as library

    class Batches(library.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            recorder.batch = epoch  # one batch an epoch

        def on_train_end(self, logs=None):
            recorder.batch = None

    fit = library.Model.fit
    library.Model.fit = lambda self, *args, **options: fit(self, *args, callbacks=[Batches()], **options)
    versions = tensorflow(recorder) if backend == "tensorflow" else (recorder.run(traced=False) or {})
    library_versions = {"keras": library.__version__, **versions}
    if backend == "jax":
        import jax

        library_versions["jax"] = jax.__version__
    if backend == "torch":
        import torch

        library_versions["torch"] = torch.__version__.split("+")[0]
    return library_versions


def tensorflow1(recorder):
    import tensorflow as tf2
    import tensorflow.compat.v1 as tf

    seen = set()

    def after_line(frame, line, returned):
        if recorder.step() not in (None, *KEPT_STEPS):
            return
        for operation in tf.get_default_graph().get_operations():
            if operation.name not in seen:
                seen.add(operation.name)
                if operation.type not in TENSORFLOW_QUIET or operation.type == "Placeholder":
                    recorder.event("node", line, {"op": operation.type})

    original = tf.Session.run

    def run(self, fetches, feed_dict=None, options=None, run_metadata=None):
        if recorder.step() not in (None, *KEPT_STEPS):
            return original(self, fetches, feed_dict)
        metadata = tf.RunMetadata()
        result = original(self, fetches, feed_dict, tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE), metadata)
        types = {o.name: o.type for o in tf.get_default_graph().get_operations()}
        stats = [n for d in metadata.step_stats.dev_stats for n in d.node_stats]
        for node in sorted(stats, key=lambda n: n.all_start_micros):
            kind = types.get(node.node_name.split(":")[0])
            if kind and kind not in TENSORFLOW_QUIET:
                recorder.event("run", recorder.line_here(), {"op": kind})
        return result

    tf.Session.run = run
    recorder.after_line = after_line
    recorder.run()
    return {"tensorflow": tf2.__version__}


def jax(recorder):
    import jax as library
    from jax._src import source_info_util

    traced, runs = [], []
    original = library.jit

    def jit(function=None, **options):
        """`jax.jit`, whose traces are kept: the jaxpr is what this very trace made."""
        if function is None:
            return lambda f: jit(f, **options)
        state = {"bodies": 0}

        def body(*args, **kwargs):
            state["bodies"] += 1
            return function(*args, **kwargs)

        body.__name__ = function.__name__
        compiled = original(body, **options)

        def call(*args, **kwargs):
            line, before = recorder.line_here(), state["bodies"]
            result = compiled(*args, **kwargs)
            if state["bodies"] > before:
                again = original(function, **options)
                hidden, recorder.event = recorder.event, lambda *_: None
                try:
                    jaxpr = again.trace(*args, **kwargs).jaxpr
                finally:
                    recorder.event = hidden
                for equation, at in equations(jaxpr.jaxpr):
                    recorder.event("node", at or line, {"op": equation.primitive.name})
            recorder.event("run", line, {"op": "compiled " + function.__name__})
            return result

        return call

    def equations(jaxpr, outer=None):
        """The equations with their lines; those of a function that JAX has jitted itself have the line of its call."""
        for equation in jaxpr.eqns:
            inner = [p for p in equation.params.values() if hasattr(p, "jaxpr") or hasattr(p, "eqns")]
            branches = equation.params.get("branches", ())
            if equation.primitive.name in ("pjit", "jit", "custom_jvp_call") and inner:
                for p in inner:
                    yield from equations(getattr(p, "jaxpr", p), outer or script_line(equation))
            else:
                yield equation, outer or script_line(equation)
                for p in branches:
                    yield from equations(p.jaxpr, outer)

    def script_line(equation):
        for frame in source_info_util.user_frames(equation.source_info.traceback):
            if os.path.realpath(frame.file_name) == recorder.script:
                return frame.start_line
        return None

    library.jit = jit
    recorder.run()
    return {"jax": library.__version__}


def onnx(recorder):
    """Without `settrace`, which the exporter does not bear: the two calls that matter are wrapped."""
    import importlib.metadata

    import onnx as library
    import onnxruntime
    import torch

    recorder.loop = None

    def nodes(line):
        for node in library.load("xor.onnx").graph.node:
            recorder.event("node", line, {"op": node.op_type})

    def export(*args, **options):
        line = recorder.line_here()
        with contextlib.redirect_stdout(io.StringIO()):  # what the exporter says is not the program's
            result = original_export(*args, **options)
        nodes(line)
        return result

    class Session(onnxruntime.InferenceSession):
        def __init__(self, path):
            nodes(recorder.line_here())
            super().__init__(path)

        def run(self, *args):
            recorder.event("run", recorder.line_here(), {"op": "the graph"})
            return super().run(*args)

    original_export = torch.onnx.export
    torch.onnx.export, onnxruntime.InferenceSession = export, Session
    recorder.run(traced=False)
    return {name: importlib.metadata.version(name) for name in ("torch", "onnx", "onnxruntime")}


def main():
    script, tracer, result, _ = sys.argv[1:]
    recorder = Recorder(script)
    versions = globals()[tracer](recorder)
    found = {"versions": versions, "events": recorder.events, "lines": recorder.lines}
    for name in ("losses", "prediction"):
        value = recorder.globals.get(name)
        if value is not None:
            if hasattr(value, "detach"):
                value = value.detach()
            if hasattr(value, "numpy"):
                value = value.numpy()
            found[name] = value if isinstance(value, list) else [[float(v) for v in row] for row in value.tolist()] if hasattr(value, "tolist") else [[float(v) for v in r] for r in value]
    model = recorder.globals.get("model")
    if tracer == "pytorch" and hasattr(model, "state_dict"):
        import torch

        torch.save(model.state_dict(), os.path.join(os.path.dirname(result) or ".", "xor.pt"))
    with builtins.open(result, "w") as file:
        json.dump(found, file)


if __name__ == "__main__":
    main()
