"""Writes distill.json: the loss of a student against its teacher, and its gradient, at several temperatures."""

import torch
import torch.nn.functional as F

from common import VERSION, Stream, setup, write_json

N, CLASSES = 3, 10
SETTINGS = [(1.0, 1.0), (2.0, 0.5), (4.0, 0.7), (4.0, 1.0), (20.0, 0.9), (4.0, 0.0)]


def main():
    setup()
    stream = Stream("distill")
    student, teacher = stream.normal(N, CLASSES, scale=3.0), stream.normal(N, CLASSES, scale=3.0)
    labels = torch.tensor([3, 0, 9])
    cases = []
    for temperature, alpha in SETTINGS:
        z = student.clone().requires_grad_()
        soft = F.kl_div(
            F.log_softmax(z / temperature, dim=1), F.softmax(teacher / temperature, dim=1), reduction="batchmean"
        )
        loss = alpha * temperature**2 * soft + (1 - alpha) * F.cross_entropy(z, labels)
        loss.backward()
        cases.append(
            {"temperature": temperature, "alpha": alpha, "loss": loss.item(), "gradient": z.grad.flatten().tolist()}
        )
    write_json(
        "distill.json",
        {
            "torch": VERSION,
            "student": student.flatten().tolist(),
            "teacher": teacher.flatten().tolist(),
            "labels": labels.tolist(),
            "cases": cases,
        },
    )


if __name__ == "__main__":
    main()
