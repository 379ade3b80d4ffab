"""Histories of reviews with what FSRS-6 makes of them: `pip install fsrs==6.3.1`, `python make_fsrs.py > fsrs.json`.

Each history is a list of [days since the last review, grade, stability, difficulty, recall before it]."""

import json
import random
from datetime import datetime, timedelta, timezone

from fsrs import Card, Rating, Scheduler

random.seed(1)
scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
histories = []
for _ in range(400):
    card = Card()
    now = datetime(2026, 1, 1, tzinfo=timezone.utc)
    history = []
    for i in range(random.randint(1, 8)):
        days = 0 if i == 0 else random.choice([0, 1, 2, 3, 7, 15, 40, 120])
        now += timedelta(days=days)
        recall = None if i == 0 else scheduler.get_card_retrievability(card, now)
        grade = random.randint(1, 4)
        card, _ = scheduler.review_card(card, Rating(grade), now)
        history.append([days, grade, card.stability, card.difficulty, recall])
    histories.append(history)
print(json.dumps(histories, separators=(",", ":")))
