"""Write the nets of training/train_matters.py as the ONNX model that `extraction/statements/matter_network.py` reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from training.nets import stored

SMALL = 1e-5
"""What is added to a state's spread, as in extraction/tagging/states.py."""


class Together(nn.Module):
    """Nets that are alike, averaged; it reads one sentence, and the mean of the one before it."""

    def __init__(self, nets: Sequence[nn.Module], states: Sequence[int], sharpness: float) -> None:
        super().__init__()
        self.states = list(states)
        self.of_kind = torch.tensor([kind for kind, count in enumerate(states) for _ in range(count)])
        weights_of = [
            {name: value.detach().float() for name, value in net.named_parameters()} for net in nets
        ]

        def gathered(name: str) -> Tensor:
            return torch.stack([weights[name] for weights in weights_of])

        # All nets' rooms in one product: many small ones cost several times as much.
        rooms = ("room", "key", "mean")
        self.wide = torch.cat([weights[name] for name in rooms for weights in weights_of], dim=1)
        self.wide_bias = torch.cat([weights[f"{name}_bias"] for name in rooms for weights in weights_of])
        self.sought = (sharpness * gathered("sought")).transpose(1, 2).contiguous()
        for name in (
            "before",
            "before_bias",
            "hidden",
            "kind",
            "kind_plain",
            "kind_bias",
            "pair",
            "pair_bias",
        ):
            setattr(self, name, gathered(name))
        self.hidden_bias = gathered("hidden_bias")[:, None]

    def forward(self, states: Tensor, before: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        levelled = states - states.mean(1, keepdim=True)
        levelled = levelled / ((levelled**2).mean(1, keepdim=True) + SMALL).sqrt()
        nets, room, kinds = self.sought.shape
        rooms = (levelled @ self.wide + self.wide_bias).reshape(-1, 3, nets, room)
        words = rooms[:, 0].relu().transpose(0, 1)
        looks = torch.tanh(rooms[:, 1]).transpose(0, 1) @ self.sought
        places = looks.transpose(1, 2).softmax(-1)
        means = rooms[:, 2].relu().mean(0)
        earlier = (before @ self.before + self.before_bias).relu()
        around = torch.cat([means, earlier], dim=1)[:, None].expand(-1, kinds, -1)
        found = torch.cat([places @ words, around], dim=2)
        hidden = (found @ self.hidden + self.hidden_bias).relu()
        scores = (hidden * self.kind).sum(2) + (found * self.kind_plain).sum(2) + self.kind_bias
        chances = scores.mean(0).sigmoid()
        pairs = ((found[:, self.of_kind] * self.pair).sum(2) + self.pair_bias).mean(0)
        shares = torch.cat([part.softmax(0) for part in pairs.split(self.states)])
        return chances, chances[self.of_kind] * shares, places.mean(0), levelled.mean(0)


def export(nets: Sequence[nn.Module], path: Path, states: Sequence[int], sharpness: float) -> None:
    """Writes what matter_network.load_matter_network reads."""
    width = dict(nets[0].named_parameters())["room"].shape[0]
    given = {
        "states": (torch.zeros(20, width), {0: torch.export.Dim("words", min=1, max=512)}),
        "before": (torch.zeros(width), None),
    }
    outputs = ("kinds", "pairs", "places", "passed_on")
    stored(Together(nets, states, sharpness), given, outputs, {"nets": len(nets)}, path)
