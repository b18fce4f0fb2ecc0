"""The trained attribution tagger at run time: text in, attributions with character offsets out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from trucewatch.extraction.tagging.decoding import Floats, Found, Runs, Thresholds, decode
from trucewatch.extraction.tagging.states import EARLIER, KEPT, LAYER, States, gathered, with_output
from trucewatch.extraction.tagging.windows import Encoded, Window, boundaries, edges, encode, windows
from trucewatch.records import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedAttribution:
    """Who (source) is made to say (cue) what (content), as spans of the text given; source and cue may be
    empty.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float
    """Between 0 and 1: how sure the network is of all three together; comparable within one set of weights
    only.
    """


class AttributionTagger:
    """Finds attributions in English news.

    Deterministic, and independent of what else is tagged: every window is read alone, without padding. The
    time is linear
    in the text's length. One instance may serve one thread at a time.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Load `model.onnx`, `tokenizer.json` and `settings.json` from `folder`."""
        settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
        self._core = int(settings["core"])
        self._context = int(settings["context"])
        self._limits = Thresholds(**settings["thresholds"])
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._edges = edges(self._tokenizer)
        choice = onnxruntime.SessionOptions()
        choice.intra_op_num_threads = threads
        choice.inter_op_num_threads = 1
        # Windows differ in length; a pattern of memory planned for one of them is of no use for the next.
        choice.enable_mem_pattern = False
        choice.use_deterministic_compute = True
        model = with_output(with_output((folder / "model.onnx").read_bytes(), LAYER), EARLIER)
        self._session = onnxruntime.InferenceSession(model, choice, providers=["CPUExecutionProvider"])

    def tag(self, text: str, sentences: Sequence[tuple[int, int]] = ()) -> tuple[TaggedAttribution, ...]:
        """Return the attributions of `text` in the order of their first character.

        `sentences` (character offsets) only help to cut a long text into windows; without them punctuation
        does.
        """
        return self.read(text, sentences)[0]

    def read(
        self, text: str, sentences: Sequence[tuple[int, int]] = ()
    ) -> tuple[tuple[TaggedAttribution, ...], States]:
        """Return the attributions of `text` as `tag` does, and the states of its subwords."""
        encoded = encode(text, self._tokenizer)
        found: list[TaggedAttribution] = []
        states: list[tuple[NDArray[np.float16], ...]] = []
        for window in windows(encoded, boundaries(text, encoded, sentences), self._core, self._context):
            tags, links, inner = self._numbers(encoded.ids[window.start : window.end])
            found += [_located(item, encoded, window) for item in self._decoded(tags, links, encoded, window)]
            if window.core_start < KEPT:
                core = slice(window.core_start - window.start, window.core_end - window.start)
                states.append(tuple(layer[core] for layer in inner))
        attributions = tuple(sorted((item for item in found if item.content), key=_position))
        later, earlier = (gathered([window[layer] for window in states]) for layer in (0, 1))
        return attributions, States(encoded.starts, encoded.ends, later, earlier)

    def _decoded(self, tags: Floats, links: Floats, encoded: Encoded, window: Window) -> Iterator[Found]:
        for item in decode(tags, links, encoded.first[window.start : window.end], self._limits):
            anchor = (item.cue or item.content)[0][0] + window.start
            if window.core_start <= anchor < window.core_end:
                yield item

    def _numbers(self, ids: NDArray[np.int64]) -> tuple[Floats, Floats, tuple[NDArray[np.float16], ...]]:
        """Return for one window of token ids the network's tag logits (tokens x 9), link logits (2 x tokens x
        tokens) and the states of `LAYER` and `EARLIER` (tokens x `WIDTH` each).
        """
        framed = np.concatenate(([self._edges[0]], ids, [self._edges[1]])).astype(np.int64)
        tags, links, *states = self._session.run(None, {"ids": framed[None, :]})
        inner = tuple(layer[0, 1:-1].astype(np.float16) for layer in states)
        return tags[0, 1:-1], links[0, :, 1:-1, 1:-1], inner


def _located(item: Found, encoded: Encoded, window: Window) -> TaggedAttribution:
    def spans(runs: Runs) -> tuple[Span, ...]:
        pairs = (
            (int(encoded.starts[low + window.start]), int(encoded.ends[high - 1 + window.start]))
            for low, high in runs
        )
        return tuple(Span(start=start, end=end) for start, end in pairs if start < end)

    return TaggedAttribution(
        source=spans(item.source),
        cue=spans(item.cue),
        content=spans(item.content),
        score=round(item.score, 4),
    )


def _position(item: TaggedAttribution) -> tuple[int, int, int]:
    spans = (*item.source, *item.cue, *item.content)
    return min(span.start for span in spans), item.content[0].start, item.content[-1].end
