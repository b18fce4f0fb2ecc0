"""Batches of training examples, and the loss of one batch against gold labels or a teacher's opinion of
them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from attribution_data import Example


@dataclass(frozen=True, slots=True)
class Opinion:
    """The teacher's tag chances (tokens x 3 x 3) and link chances (2 x cue tokens x tokens) for one
    example.
    """

    tags: NDArray[np.float16]
    links: NDArray[np.float16]


def batches(items: Sequence[Example], budget: int, chance: random.Random) -> Iterator[list[int]]:
    """Yield the places of examples of similar length holding at most `budget` tokens with padding, in
    random order.
    """
    ordered = sorted(range(len(items)), key=lambda place: len(items[place].ids) + chance.random() * 24)
    out: list[list[int]] = [[]]
    longest = 0
    for place in ordered:
        longest = max(longest, len(items[place].ids))
        if out[-1] and longest * (len(out[-1]) + 1) > budget:
            out.append([])
            longest = len(items[place].ids)
        out[-1].append(place)
    chance.shuffle(out)
    yield from out


def padded(items: Sequence[Example], pad: int) -> tuple[Tensor, Tensor, Tensor]:
    """Return ids, mask and cue rows of examples as one batch."""
    length = max(len(item.ids) for item in items)
    ids = torch.full((len(items), length), pad, dtype=torch.long)
    mask = torch.zeros(len(items), length, dtype=torch.long)
    rows = torch.zeros(len(items), max(1, *(len(item.cues) for item in items)), dtype=torch.long)
    for number, item in enumerate(items):
        ids[number, : len(item.ids)] = torch.from_numpy(item.ids)
        mask[number, : len(item.ids)] = 1
        rows[number, : len(item.cues)] = torch.from_numpy(item.cues)
    return ids, mask, rows


def losses(
    tags: Tensor, links: Tensor, items: Sequence[Example], opinions: Sequence[Opinion] | None, trust: float
) -> Tensor:
    """Return tag loss plus twice the link loss; with opinions, targets are a mix of gold and the teacher's
    chances.
    """
    tag_wanted, link_wanted, tag_given, link_given = [], [], [], []
    for number, item in enumerate(items):
        size = len(item.ids)
        gold = nn.functional.one_hot(torch.from_numpy(item.tags[:, 1 : size - 1].T), 3).float()
        member = torch.from_numpy(item.members).float()
        if opinions is not None:
            gold = (1 - trust) * gold + trust * torch.from_numpy(opinions[number].tags[1 : size - 1]).float()
            member = (1 - trust) * member + trust * torch.from_numpy(opinions[number].links).float()
        tag_wanted.append(gold)
        link_wanted.append(member.reshape(-1))
        tag_given.append(tags[number, 1 : size - 1].float().view(-1, 3, 3))
        link_given.append(links[number, :, : len(item.cues), :size].float().reshape(-1))
    given = torch.cat(tag_given)
    tag_loss = -(torch.cat(tag_wanted) * given.log_softmax(2)).sum(2).mean()
    if not sum(len(part) for part in link_given):
        return tag_loss
    return tag_loss + 2.0 * nn.functional.binary_cross_entropy_with_logits(
        torch.cat(link_given), torch.cat(link_wanted)
    )
