"""A larger network, already trained, whose opinion a small one learns from (distillation)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from attribution_batches import Opinion, padded
from attribution_data import Example
from attribution_model import AttributionModel

_SAME = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[UNK]": "<unk>", "[MASK]": "<mask>"}


class Teacher:
    """Reads examples made with the student's tokenizer; both must cut words alike, as all of BERT's uncased
    kin do.
    """

    def __init__(self, encoder: Path, trained: Path, student: Tokenizer) -> None:
        own = Tokenizer.from_file(str(encoder / "tokenizer.json")).get_vocab()
        words = student.get_vocab()
        self._ids = torch.zeros(len(words), dtype=torch.long)
        for word, number in words.items():
            same = _SAME.get(word, word)
            self._ids[number] = own[same] if same in own else own[word]
        self._pad = int(self._ids[words["[PAD]"]])
        self._model = AttributionModel(encoder)
        self._model.load_state_dict(torch.load(trained / "weights.pt"))
        self._model.eval()

    @torch.no_grad()
    def opinions(self, items: Sequence[Example]) -> list[Opinion]:
        """Return what the teacher thinks of examples of similar length."""
        ids, mask, rows = padded(items, 0)
        ids = torch.where(mask.bool(), self._ids[ids], torch.full_like(ids, self._pad))
        with torch.autocast("cpu", torch.bfloat16):
            tags, links = self._model(ids, mask, rows)
        chances = tags.float().view(*ids.shape, 3, 3).softmax(3).half().numpy()
        linked = links.float().sigmoid().half().numpy()
        return [
            Opinion(chances[n, : len(item.ids)], linked[n, :, : len(item.cues), : len(item.ids)])
            for n, item in enumerate(items)
        ]
