"""What is done to the gradients of a model as a whole."""

from torch import Tensor, _call, _wrap


def _ids(parameters):
    members = [parameters] if isinstance(parameters, Tensor) else list(parameters)
    return [p._id for p in members]


def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    kind = "inf" if norm_type in ("inf", float("inf")) else float(norm_type)
    return _wrap(_call("clip_grad_norm", _ids(parameters), float(max_norm), kind))


def clip_grad_value_(parameters, clip_value, foreach=None):
    _call("clip_grad_value", _ids(parameters), float(clip_value))
