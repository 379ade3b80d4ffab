"""Writes pipeline.json: the order in which each rank of a pipeline does its work, as PyTorch's own generator gives it
(torch.distributed.pipelining._schedule_visualizer.get_schedule_ops, and for one stage on each rank, which it refuses, the
same class of zero-bubble schedules with the same mocked stage).

An action is written `F3.1`: forward of microbatch 3 by the rank's stage 1, counted from 0; B is the whole backward pass, or its
half for the input where the schedule has W, that for the weights. Idle slots and what shards gradients are left out.

PyTorch 2.15 numbers the forwards of 1F1B's last rank from 1 (`Schedule1F1B._get_pipeline_order` starts to count as if there had
been a warm-up); what it runs (`_step_microbatches`) begins with microbatch 0. The golden is as PyTorch gives it.
"""

from unittest import mock

from torch.distributed.pipelining._schedule_visualizer import get_schedule_ops
from torch.distributed.pipelining.schedules import ScheduleInterleavedZeroBubble
from torch.distributed.pipelining.stage import PipelineStage

from common import VERSION, write_json

LETTERS = {"F": "F", "B": "B", "I": "B", "W": "W"}

CASES = [
    *[("gpipe", "GPipe", p, m, 1) for p, m in [(1, 1), (1, 4), (2, 3), (4, 4), (4, 8), (8, 8), (3, 2)]],
    *[("1f1b", "1F1B", p, m, 1) for p, m in [(1, 3), (2, 2), (2, 5), (3, 4), (4, 4), (4, 8), (4, 16), (8, 8), (8, 32)]],
    *[
        ("interleaved", "Interleaved1F1B", p, m, v)
        for p, m, v in [(2, 2, 2), (2, 4, 2), (2, 4, 3), (4, 4, 2), (4, 8, 2), (4, 8, 4), (4, 3, 2), (4, 10, 2), (8, 8, 2), (8, 32, 4), (3, 9, 3)]
    ],
    *[("zb-h1", "InterleavedZeroBubble", p, m, v) for p, m, v in [(2, 4, 2), (4, 8, 2), (3, 9, 3)]],
    *[("zb-h1", None, p, m, 1) for p, m in [(1, 2), (2, 2), (2, 6), (4, 4), (4, 8), (4, 16), (8, 8), (8, 32)]],
]


def one_stage_zero_bubble(ranks, microbatches):
    stage = mock.create_autospec(PipelineStage, instance=True)
    stage.group_rank, stage.group_size, stage.num_stages, stage.submod = 0, ranks, ranks, None
    order = ScheduleInterleavedZeroBubble([stage], microbatches).pipeline_order
    return [order[rank] for rank in range(ranks)]


def main():
    cases = []
    for schedule, name, p, m, v in CASES:
        ranks = get_schedule_ops(name, p, m, v) if name else one_stage_zero_bubble(p, m)
        written = []
        for actions in ranks:
            actions = [action for action in actions if action is not None and action.computation_type.value in LETTERS]
            # Stage s is the rank's stage s // p.
            letters = [(LETTERS[a.computation_type.value], a.microbatch_index, a.stage_index // p) for a in actions]
            written.append(" ".join(f"{letter}{microbatch}.{chunk}" for letter, microbatch, chunk in letters))
        cases.append({"schedule": schedule, "stages": p, "microbatches": m, "chunks": v, "ranks": written})
    write_json("pipeline.json", {"torch": VERSION, "cases": cases})


main()
