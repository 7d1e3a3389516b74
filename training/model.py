"""The reader's network: a MiniLM encoder with light heads, all in one pass.

Shapes: B sentences, L word pieces, W words, P predicates in the batch, D = 384.
"""

from __future__ import annotations

from typing import ClassVar

import torch
import torch.nn.functional as F
from torch import nn

from training.examples import Labels

D = 384
ARC, REL, ROLE, NAME = 256, 192, 128, 256
NEAR = 8  # distances beyond this many words fall into one bucket a side


class Dropout(nn.Module):
    """Dropout with masks cut from one large random tensor: drawing bits is slow on a CPU."""

    SIZE = 1 << 23
    pools: ClassVar[dict[float, torch.Tensor]] = {}

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return x
        n = x.numel()
        if n >= self.SIZE:
            return F.dropout(x, self.rate)
        if self.rate not in self.pools:
            kept = (torch.rand(self.SIZE) >= self.rate).float()
            self.pools[self.rate] = kept / (1 - self.rate)
        at = int(torch.randint(self.SIZE - n, (1,)))
        return x * self.pools[self.rate][at : at + n].view(x.shape)


class Layer(nn.Module):
    """One transformer layer (post-norm, as in BERT), with one matmul for query, key, value."""

    def __init__(self, heads: int = 12, inner: int = 1536) -> None:
        super().__init__()
        self.heads = heads
        self.drop = Dropout(0.1)
        self.qkv = nn.Linear(D, 3 * D)
        self.out = nn.Linear(D, D)
        self.norm1 = nn.LayerNorm(D, eps=1e-12)
        self.up = nn.Linear(D, inner)
        self.down = nn.Linear(inner, D)
        self.norm2 = nn.LayerNorm(D, eps=1e-12)

    def forward(self, x: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        b, n, _ = x.shape
        qkv = self.qkv(x).view(b, n, 3, self.heads, D // self.heads).permute(2, 0, 3, 1, 4)
        q, k, v = qkv[0], qkv[1], qkv[2]
        if torch.onnx.is_in_onnx_export():
            weights = torch.softmax(q @ k.transpose(-1, -2) * (D // self.heads) ** -0.5 + bias, -1)
            mixed = weights @ v
        else:
            # no dropout on the weights: it would take the slow path on a CPU, for little
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        mixed = mixed.transpose(1, 2).reshape(b, n, D)
        x = self.norm1(x + self.drop(self.out(mixed)))
        inner = self.down(F.gelu(self.up(x)))
        return self.norm2(x + self.drop(inner))


class Encoder(nn.Module):
    """MiniLM-L6 with a zero-initialised embedding of each word's shape added at the input."""

    def __init__(self, shapes: int) -> None:
        super().__init__()
        self.word = nn.Embedding(30522, D)
        self.position = nn.Embedding(512, D)
        self.kind = nn.Parameter(torch.zeros(D))
        self.shape = nn.Embedding(shapes, D)
        nn.init.zeros_(self.shape.weight)
        self.norm = nn.LayerNorm(D, eps=1e-12)
        self.drop = Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(6))

    def forward(self, ids: torch.Tensor, shapes: torch.Tensor, pad: int = 0) -> list[torch.Tensor]:
        """The outputs of all six layers, each (B, L, D)."""
        bias = (ids == pad)[:, None, None, :].float() * -1e4
        x = self.word(ids) + self.position.weight[None, : ids.shape[1]] + self.kind
        x = self.drop(self.norm(x + self.shape(shapes)))
        out = []
        for layer in self.layers:
            x = layer(x, bias)
            out.append(x)
        return out

    def load_base(self, state: dict[str, torch.Tensor]) -> None:
        """Fill in from the state of a Hugging Face `BertModel`."""
        def get(name: str) -> torch.Tensor:
            return state[name] if name in state else state[f"bert.{name}"]

        own = self.state_dict()
        own["word.weight"] = get("embeddings.word_embeddings.weight")
        own["position.weight"] = get("embeddings.position_embeddings.weight")
        own["kind"] = get("embeddings.token_type_embeddings.weight")[0]
        own["norm.weight"] = get("embeddings.LayerNorm.weight")
        own["norm.bias"] = get("embeddings.LayerNorm.bias")
        for i in range(6):
            base = f"encoder.layer.{i}."
            for part in ("weight", "bias"):
                own[f"layers.{i}.qkv.{part}"] = torch.cat(
                    [get(f"{base}attention.self.{x}.{part}") for x in ("query", "key", "value")]
                )
                for mine, theirs in (
                    ("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"),
                    ("up", "intermediate.dense"), ("down", "output.dense"),
                    ("norm2", "output.LayerNorm"),
                ):
                    own[f"layers.{i}.{mine}.{part}"] = get(f"{base}{theirs}.{part}")
        self.load_state_dict(own)


class Mix(nn.Module):
    """Weighted sum of the last four layers, gathered at each word's first and last piece."""

    def __init__(self) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.tensor([-1.0, 0.0, 1.0, 1.5]))
        self.last = nn.Parameter(torch.ones(D) * 0.5)

    def forward(self, layers: list[torch.Tensor], first: torch.Tensor,
                last: torch.Tensor) -> torch.Tensor:
        w = torch.softmax(self.weights, 0)
        x = sum(w[i] * layers[2 + i] for i in range(4))

        return rows(x, first) + rows(x, last) * self.last


def rows(x: torch.Tensor, index: torch.Tensor) -> torch.Tensor:
    """Rows `index` (B, N) of each matrix of `x` (B, M, D), copied whole."""
    b, m, d = x.shape
    start = torch.arange(b, device=x.device)[:, None] * m
    return x.reshape(b * m, d)[index + start]


class Reader(nn.Module):
    """Encoder and heads. `forward` gives losses' inputs; `training.export` wraps it for use."""

    def __init__(self, labels: Labels, shapes: int = 10) -> None:
        super().__init__()
        self.encoder = Encoder(shapes)
        self.drop = Dropout(0.2)
        self.syntax, self.sense = Mix(), Mix()
        self.syntax_shape = nn.Embedding(shapes, D)
        self.sense_shape = nn.Embedding(shapes, D)
        for table in (self.syntax_shape, self.sense_shape):
            nn.init.normal_(table.weight, std=0.05)
        self.word_mlp = nn.Linear(D, 256)
        self.upos = nn.Linear(256, len(labels.upos))
        self.lemma = nn.Linear(256, len(labels.lemma_scripts))
        self.tree = nn.Linear(D, 2 * ARC + 2 * REL)
        self.root = nn.Parameter(torch.randn(ARC + REL) * 0.1)
        self.arc = nn.Parameter(torch.randn(ARC, ARC) * ARC**-0.75)
        self.arc_head = nn.Linear(ARC, 1, bias=False)
        self.relation = nn.Linear(3 * REL, len(labels.relations))
        self.name_mlp = nn.Linear(D, NAME)
        self.schemes = {k: len(labels.tags(k)) for k in labels.schemes}
        self.names = nn.Linear(NAME, sum(self.schemes.values()))
        self.event = nn.Linear(D, 128)
        self.fact = nn.Linear(128, 1)
        self.is_predicate = nn.Linear(128, 1)
        self.role_word = nn.Linear(D, 2 * ROLE)
        self.role_plain = nn.Linear(2 * ROLE, 2 * ROLE)
        self.distance = nn.Embedding(2 * NEAR + 1, ROLE)
        self.role_syntax = nn.Linear(4, ROLE)
        self.role_mix = nn.Linear(2 * ROLE, ROLE)
        self.role_near = nn.Linear(3 * ROLE, ROLE)
        self.roles = nn.Linear(ROLE, len(labels.role_tags))
        self.senses = nn.Linear(2 * ROLE, len(labels.senses))
        self.pool = nn.Linear(D, D)
        nn.init.eye_(self.pool.weight)
        nn.init.zeros_(self.pool.bias)

    def encode(self, ids, shapes, first, last):
        """Word vectors for syntax and for sense (B, W, D), and the last layer (B, L, D)."""
        layers = self.encoder(ids, shapes)
        at = torch.gather(shapes, 1, first)
        syntax = self.syntax(layers, first, last) + self.syntax_shape(at)
        sense = self.sense(layers, first, last) + self.sense_shape(at)
        return self.drop(syntax), self.drop(sense), layers[-1]

    def vectors(self, top: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
        """Sentence vectors (B, D), unit length: the mean over pieces, through one matrix."""
        mask = (ids != 0).float()[:, :, None]
        mean = (top * mask).sum(1) / mask.sum(1)
        v = self.pool(mean)
        return v / torch.sqrt((v * v).sum(-1, keepdim=True) + 1e-9)

    def word_labels(self, syntax: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Scores of part of speech and of lemma script, (B, W, labels)."""
        h = self.drop(F.gelu(self.word_mlp(syntax)))
        return self.upos(h), self.lemma(h)

    def arcs(self, syntax: torch.Tensor, words: torch.Tensor):
        """Arc scores (B, W, 1 + W), column 0 the root; and vectors for `relations`."""
        t = self.drop(F.gelu(self.tree(syntax)))
        dep, dep_rel, head, head_rel = t.split([ARC, REL, ARC, REL], dim=-1)
        root, root_rel = self.root.split([ARC, REL])
        b = syntax.shape[0]
        head = torch.cat([root.expand(b, 1, ARC), head], 1)
        head_rel = torch.cat([root_rel.expand(b, 1, REL), head_rel], 1)
        scores = (dep @ self.arc) @ head.transpose(1, 2) + self.arc_head(head).transpose(1, 2)
        no = torch.cat([torch.zeros_like(words[:, :1]), ~words], 1)
        return scores.masked_fill(no[:, None, :], -1e4), dep_rel, head_rel

    def relations(self, dep_rel: torch.Tensor, chosen: torch.Tensor) -> torch.Tensor:
        """Scores of the relation between words and their chosen heads' vectors."""
        return self.relation(torch.cat([dep_rel * chosen, dep_rel, chosen], -1))

    def name_tags(self, sense: torch.Tensor) -> torch.Tensor:
        """BIO scores of all name schemes side by side, (B, W, labels)."""
        return self.names(self.drop(F.gelu(self.name_mlp(sense))))

    def events(self, sense: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of being a predicate, and factuality, both (B, W)."""
        h = self.drop(F.gelu(self.event(sense)))
        return self.is_predicate(h)[..., 0], self.fact(h)[..., 0]

    def arguments(self, sense, arcs, sentence, word):
        """Role scores (P, W, tags) and sense scores (P, senses) of predicates.

        `sentence` and `word` (P) say where the predicates are; `arcs` are the tree's scores,
        whose probabilities tell which words lie under which child of a predicate.
        """
        width = sense.shape[1]
        plain = self.role_word(sense)
        side = self.role_plain(F.gelu(plain))
        a_vec, p_vec = plain.split(ROLE, -1)
        a_add, p_add = side.split(ROLE, -1)
        attach = torch.softmax(arcs, -1)[:, :, 1:]  # word -> head
        order = torch.arange(width, device=sense.device)
        above = (order[:, None] == order[None, :]).float()[None] + attach
        square = attach @ attach
        above = above + above @ square
        above = above + above @ (square @ square)  # word -> itself or any word above, 8 steps
        under = attach.transpose(1, 2)[sentence, word]  # (P, W) child of the predicate
        over = attach[sentence, word]  # (P, W) its head
        below = above.transpose(1, 2)[sentence, word]
        aside = (attach[sentence] @ over[:, :, None])[..., 0]
        offset = (order[None, :] - word[:, None]).clamp(-NEAR, NEAR) + NEAR
        x = (
            a_vec[sentence] * p_vec[sentence, word][:, None]
            + a_add[sentence]
            + p_add[sentence, word][:, None]
            + self.distance(offset)
            + self.role_syntax(torch.stack([under, over, below, aside], -1))
        )
        x = self.drop(F.gelu(x))
        lifted = (above[sentence] * under[:, None, :]) @ x  # from the child each word is under
        x = F.gelu(self.role_mix(torch.cat([x, lifted], -1)))
        edge = torch.zeros_like(x[:, :1])
        near = torch.cat([torch.cat([edge, x[:, :-1]], 1), x, torch.cat([x[:, 1:], edge], 1)], -1)
        x = self.drop(x + F.gelu(self.role_near(near)))
        both = torch.cat([p_vec, p_add], -1)[sentence, word]
        return self.roles(x), self.senses(both)
