"""Fine-tunes the attribution tagger on labelled news and writes its best weights; see `--help`.

Runs on a CPU: about three minutes an epoch of MiniLM on two cores with bfloat16. The development documents
only choose the
epoch and the decoder's thresholds; they are never trained on.
"""

from __future__ import annotations

import argparse
import copy
import math
import random
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import torch
from benchmarks.attribution_scores import Score, score
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import distributed, multiprocessing, nn

from attribution_batches import Opinion, batches, losses, padded
from attribution_data import Document, Example, examples, joined, load, load_marked, vary
from attribution_model import AttributionModel, packaged_encoder, round_inputs
from attribution_teacher import Teacher
from trucewatch.extraction.tagging.decoding import Thresholds, decode
from trucewatch.extraction.tagging.windows import Encoded, Window, boundaries, edges, encode, windows

SPECIAL = 1000  # ids below are special or unused entries of the vocabulary, or punctuation
CORE, CONTEXT = 286, 16

#: For every document its tokens and windows, each with the network's two outputs.
Numbers = list[tuple[Encoded, list[tuple[Window, NDArray[Any], NDArray[Any]]]]]


@torch.no_grad()
def read(model: AttributionModel, documents: Sequence[Document], tokenizer: Tokenizer) -> Numbers:
    """Return the network's numbers for every window, so that decoding can then be tried many ways."""
    model.eval()
    out: Numbers = []
    first, last = edges(tokenizer)
    for document in documents:
        encoded = encode(document.text, tokenizer)
        seen = []
        for cut in windows(encoded, boundaries(document.text, encoded), CORE, CONTEXT):
            ids = torch.tensor([[first, *encoded.ids[cut.start : cut.end].tolist(), last]])
            with torch.autocast("cpu", torch.bfloat16):
                tags, links = model(ids)
            seen.append((cut, tags[0, 1:-1].float().numpy(), links[0, :, 1:-1, 1:-1].float().numpy()))
        out.append((encoded, seen))
    return out


def measured(documents: Sequence[Document], numbers: Numbers, limits: Thresholds) -> dict[str, Score]:
    """Return the scores of one way of decoding."""
    rows = []
    for document, (encoded, seen) in zip(documents, numbers, strict=True):
        predicted = []
        for cut, tags, links in seen:
            for found in decode(tags, links, encoded.first[cut.start : cut.end], limits):
                if cut.core_start <= (found.cue or found.content)[0][0] + cut.start < cut.core_end:
                    predicted.append(
                        {
                            role: [
                                (int(encoded.starts[a + cut.start]), int(encoded.ends[b - 1 + cut.start]))
                                for a, b in getattr(found, role)
                            ]
                            for role in ("source", "cue", "content")
                        }
                    )
        rows.append((document.text, predicted, document.attributions))
    return score(rows)


def shown(scores: dict[str, Score]) -> str:
    """Return the scores as one line."""
    return "  ".join(f"{k} {v.f1:.4f} (p {v.precision:.3f} r {v.recall:.3f})" for k, v in scores.items())


def groups(model: AttributionModel, rate: float, decay: float, frozen: int) -> list[dict[str, Any]]:
    """Return parameter groups whose learning rate falls layer by layer towards the input; input embeddings
    stay as they are.
    """
    layers = len(model.encoder.encoder.layer)
    out = []
    for name, parameter in model.named_parameters():
        if "word_embeddings" in name or "position_embeddings" in name:
            parameter.requires_grad = False
            continue
        if name.startswith("encoder."):
            depth = int(name.split("layer.")[1].split(".")[0]) if ".layer." in name else -1
            if frozen and depth < frozen:
                parameter.requires_grad = False
                continue
            peak = rate * decay ** (layers - 1 - depth)
        else:
            peak = 5.0 * rate
        out.append(
            {"params": [parameter], "peak": peak, "lr": peak, "weight_decay": 0.02 * (parameter.ndim > 1)}
        )
    return out


def grouped(documents: list[Document], chance: random.Random) -> list[Document]:
    """Return short documents in random order, one to six of them joined into each."""
    rest, out = chance.sample(documents, len(documents)), []
    while rest:
        size = chance.randint(1, 6)
        out.append(joined(rest[:size]))
        rest = rest[size:]
    return out


class Trainer:
    """One run: the network, its moving average, and the schedule they follow."""

    def __init__(self, options: argparse.Namespace, tokenizer: Tokenizer) -> None:
        self.options, self.tokenizer = options, tokenizer
        self.model = AttributionModel(options.encoder)
        if options.start:
            self.model.load_state_dict(torch.load(options.start / "weights.pt"))
        if options.rounded:
            round_inputs(self.model)
        self.optimiser = torch.optim.AdamW(
            groups(self.model, options.rate, options.decay, options.frozen),
            betas=(0.9, 0.98),
            eps=1e-6,
            fused=True,
        )
        self.average = copy.deepcopy(self.model)
        self.fast = [p for p in self.model.parameters() if p.requires_grad]
        pairs = zip(self.average.parameters(), self.model.parameters(), strict=True)
        self.slow = [a for a, p in pairs if p.requires_grad]
        self.hidden = tokenizer.token_to_id("<mask>") or tokenizer.token_to_id("[MASK]")
        self.pad = tokenizer.token_to_id("<pad>") or tokenizer.token_to_id("[PAD]")
        self.step = 0

    def fit(self, items: Sequence[Example], opinions: Sequence[Opinion] | None, share: float) -> float:
        """Take one step on a batch when `share` of the run is over, and return the loss."""
        self.model.train()
        warm = min(1.0, share / 0.06)
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * (warm * (0.5 + 0.5 * math.cos(math.pi * share)) + 0.01)
        ids, mask, rows = padded(items, self.pad)
        hide = (torch.rand(ids.shape) < self.options.hidden_share) & (ids >= SPECIAL)
        with torch.autocast("cpu", torch.bfloat16):
            tags, links = self.model(torch.where(hide, torch.full_like(ids, self.hidden), ids), mask, rows)
        loss = losses(tags, links, items, opinions, self.options.trust)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self.share()
        nn.utils.clip_grad_norm_(self.fast, 1.0)
        self.optimiser.step()
        self.step += 1
        with torch.no_grad():
            torch._foreach_lerp_(self.slow, self.fast, 1.0 - min(0.995, (1 + self.step) / (20 + self.step)))
        return float(loss.detach())

    def share(self) -> None:
        """Average the gradients over the processes of this run."""
        if self.options.processes == 1:
            return
        # A parameter that this batch did not reach has no gradient, but the other process may have one for it.
        grads = [p.grad if p.grad is not None else torch.zeros_like(p) for p in self.fast]
        flat = torch.cat([grad.reshape(-1) for grad in grads])
        distributed.all_reduce(flat)
        flat /= self.options.processes
        at = 0
        for parameter, grad in zip(self.fast, grads, strict=True):
            parameter.grad = flat[at : at + grad.numel()].view_as(grad)
            at += grad.numel()


def run(options: argparse.Namespace, tokenizer: Tokenizer, rank: int) -> None:
    """Train, measure after every epoch, keep the best moving average."""
    chance = random.Random(options.seed)
    train = [document for path in options.train for document in load(path)][: options.limit]
    marked = [document for path in options.marked for document in load_marked(path)]
    dev = load(options.dev)[:: options.dev_every]
    trainer = Trainer(options, tokenizer)
    teacher = Teacher(options.teacher_encoder, options.teacher, tokenizer) if options.teacher else None
    best, begun = 0.0, time.time()
    for epoch in range(options.epochs):
        texts = [*train, *grouped(marked * options.repeat, chance)]
        items = [item for document in texts for item in examples(vary(document, chance), tokenizer, chance)]
        places = list(batches(items, options.budget, chance))
        places = places[: len(places) // options.processes * options.processes][rank :: options.processes]
        running = 0.0
        for number, chosen in enumerate(places):
            batch = [items[place] for place in chosen]
            opinions = teacher.opinions(batch) if teacher else None
            running += trainer.fit(batch, opinions, (epoch + number / len(places)) / options.epochs)
            if number % 50 == 49 and not rank:
                spent = time.time() - begun
                print(
                    f"epoch {epoch} {number + 1}/{len(places)} loss {running / 50:.4f} {spent:.0f} s",
                    flush=True,
                )
                running = 0.0
        if rank:
            continue
        scores = measured(dev, read(trainer.average, dev, tokenizer), Thresholds())
        print(f"== epoch {epoch} {time.time() - begun:.0f} s  {shown(scores)}", flush=True)
        if scores["tuple"].f1 + scores["content"].f1 > best:
            best = scores["tuple"].f1 + scores["content"].f1
            torch.save(trainer.average.state_dict(), options.output / "weights.pt")


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--train", type=Path, action="append", required=True, help="JSON Lines; may be given again"
    )
    parser.add_argument("--marked", type=Path, action="append", default=[], help="our own marked examples")
    parser.add_argument("--repeat", type=int, default=4, help="how often an epoch holds each marked example")
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--dev-every", type=int, default=1, help="measure on every n-th document only")
    parser.add_argument("--output", type=Path, required=True, help="folder for weights.pt and tokenizer.json")
    parser.add_argument(
        "--encoder", type=Path, default=None, help="folder of an encoder; default: the packaged MiniLM"
    )
    parser.add_argument("--start", type=Path, help="folder with weights.pt to go on from")
    parser.add_argument(
        "--teacher", type=Path, help="folder with weights.pt of a larger network to learn from"
    )
    parser.add_argument("--teacher-encoder", type=Path)
    parser.add_argument(
        "--trust", type=float, default=0.7, help="share of the teacher's opinion in the targets"
    )
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument(
        "--decay", type=float, default=0.85, help="learning rate of a layer against the one above it"
    )
    parser.add_argument(
        "--frozen", type=int, default=0, help="how many of the lowest layers stay as they are"
    )
    parser.add_argument("--budget", type=int, default=3840, help="tokens a batch")
    parser.add_argument("--hidden-share", type=float, default=0.04, help="share of words masked in the input")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int, help="documents to train on, for a quick look")
    parser.add_argument("--rounded", action="store_true", help="train for int8: round every layer's input")
    parser.add_argument("--processes", type=int, default=1, help="on a busy machine better than threads")
    options = parser.parse_args()
    options.encoder = options.encoder or packaged_encoder()
    options.output.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(options.encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(options.output / "tokenizer.json"))
    if options.processes == 1:
        work(0, options, "")
    else:
        with tempfile.TemporaryDirectory() as folder:
            multiprocessing.spawn(work, (options, f"{folder}/meeting"), options.processes)


def work(rank: int, options: argparse.Namespace, meeting: str) -> None:
    """Be one process of a run; they meet at a file."""
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed + rank)
    if options.processes > 1:
        distributed.init_process_group(
            "gloo", f"file://{meeting}", rank=rank, world_size=options.processes, timeout=timedelta(hours=1)
        )
    tokenizer = Tokenizer.from_file(str(options.output / "tokenizer.json"))
    run(options, tokenizer, rank)


if __name__ == "__main__":
    main()
