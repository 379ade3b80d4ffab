"""Learning rates by epoch; the forms are the engine's."""

from torch import _call, _refuse


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    _refuse("torch.optim.lr_scheduler." + name)


class LRScheduler:
    def __init__(self, optimizer):
        self.optimizer = optimizer
        self.last_epoch = 0
        for group in optimizer.param_groups:
            if "initial_lr" not in group:
                group["initial_lr"] = group["lr"]
        self.base_lrs = [group["initial_lr"] for group in optimizer.param_groups]
        self._set()

    def _lr(self, lr, base):
        return float(_call("schedule", type(self).__name__, lr, base, self.last_epoch, self._numbers))

    def _set(self):
        for group, base in zip(self.optimizer.param_groups, self.base_lrs):
            group["lr"] = self._lr(group["lr"], base)

    def step(self):
        self.last_epoch += 1
        self._set()

    def get_last_lr(self):
        return [group["lr"] for group in self.optimizer.param_groups]


class StepLR(LRScheduler):
    def __init__(self, optimizer, step_size, gamma=0.1):
        self._numbers = [step_size, gamma]
        LRScheduler.__init__(self, optimizer)


class MultiStepLR(LRScheduler):
    def __init__(self, optimizer, milestones, gamma=0.1):
        self._numbers = [gamma] + list(milestones)
        LRScheduler.__init__(self, optimizer)


class ExponentialLR(LRScheduler):
    def __init__(self, optimizer, gamma):
        self._numbers = [gamma]
        LRScheduler.__init__(self, optimizer)


class CosineAnnealingLR(LRScheduler):
    def __init__(self, optimizer, T_max, eta_min=0.0):
        self._numbers = [T_max, eta_min]
        LRScheduler.__init__(self, optimizer)


class LinearLR(LRScheduler):
    def __init__(self, optimizer, start_factor=1.0 / 3, end_factor=1.0, total_iters=5):
        self._numbers = [start_factor, end_factor, total_iters]
        LRScheduler.__init__(self, optimizer)


class LambdaLR(LRScheduler):
    def __init__(self, optimizer, lr_lambda):
        self._lambda = lr_lambda
        LRScheduler.__init__(self, optimizer)

    def _lr(self, lr, base):
        return base * self._lambda(self.last_epoch)
