"""token vectors → heads and labels: spaCy's greedy arc-eager parser, run on many sentences at once.

spaCy takes one step after the other, text by text. Here all states stand in arrays and take a step
together. The moves, when they are allowed, and what the network reads of a state are those of spaCy
(`_parser_internals/arc_eager.pyx`, `_state.pxd`, `ml/parser_model.pyx`).

To have many states even in one text, a *run* begins at each token that may begin a sentence, with an empty
stack. Where the run before it arrives there with an empty stack, the text up to there no longer counts, and
both together are what one run would have done. Where it arrives with tokens still on its stack and does more
than take them off, the guess was wrong: it takes over the stretch of the other run, whose work is undone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pipeline.parse.network import TILE, Array, Component, StateScores

SHIFT, REDUCE, LEFT, RIGHT, BREAK = range(5)
_KINDS = {"S": SHIFT, "D": REDUCE, "L": LEFT, "R": RIGHT, "B": BREAK}
_PLACES = 8
#: Finished states are dropped each so many steps; until then they shift nothing onto nothing.
_TIDY = 8


class Arcs(NamedTuple):
    """HEAD and DEP of each token, as in spaCy's Doc: the head by its distance."""

    head: Array
    dep: Array


class ArcParser:
    """The greedy decoder of a spaCy `parser` component with its weights."""

    def __init__(self, pipe: Component) -> None:
        self._scores = StateScores(pipe.model)
        if self._scores.places != _PLACES:
            raise ValueError(f"{self._scores.places} features a state")
        names = [pipe.moves.get_class_name(i) for i in range(pipe.moves.n_moves)]
        self._kinds = np.array([_KINDS[name[0]] for name in names])
        strings = pipe.vocab.strings
        self._labels = np.array([strings.add(name[2:]) if name[2:] else 0 for name in names], np.uint64)
        self._root = strings.add("ROOT")
        self._stops = [strings.add(tag) for tag in (".", "_SP")]
        self._closers = [strings.add(tag) for tag in ("''", "-RRB-")]
        self._forbidden = _forbidden(self._kinds)

    def __call__(self, vectors: Array, tags: Array, lengths: Array) -> Arcs:
        """The arcs of texts that stand one after the other."""
        features = self._scores.features(vectors)
        table = features.reshape(-1, features.shape[2])
        places = np.arange(_PLACES)[:, None] * features.shape[1]
        states = States(self._guess_starts(tags), np.cumsum(lengths))
        step = 0
        while step % _TIDY or states.tidy():
            hidden = table.take(states.tokens() + places, axis=0).sum(axis=0)
            scores = self._scores(hidden) + self._forbidden.take(states.allowed(), axis=0)
            moves = scores.argmax(axis=1)
            states.apply(self._kinds[moves], moves)
            step += 1
        head, move = states.head[:-1], states.move[:-1]
        attached = head >= 0
        distance = np.where(attached, head - np.arange(len(head)), 0)
        return Arcs(distance, np.where(attached, self._labels[move], np.uint64(self._root)))

    def _guess_starts(self, tags: Array) -> Array:
        """The tokens after the end of a sentence; which ones, matters for the speed alone."""
        stop, closer = np.isin(tags, self._stops), np.isin(tags, self._closers)
        starts = np.zeros(len(tags), bool)
        starts[1:] = stop[:-1]
        starts[2:] |= closer[1:-1] & stop[:-2]
        return starts & ~(stop | closer)


class States:
    """Parser states as arrays: top of the stack and front of the buffer a state, the rest a token.

    Stack and buffer are linked lists through the tokens; the index after the last token stands for none.
    """

    def __init__(self, starts: Array, ends: Array) -> None:
        size = len(starts)
        self.none = size
        self.head = np.full(size + 1, -1)
        self.move = np.zeros(size + 1, np.int64)
        self.below = np.full(size + 1, size)
        self.first_after = np.arange(1, size + 2)
        self.first_after[[*(ends - 1), size]] = size
        self.after = self.first_after.copy()
        self.left = np.full(size + 1, size)
        self.right = np.full(size + 1, size)
        self.right_before = np.full(size + 1, size)
        self.unshiftable = np.zeros(size + 1, bool)
        self.is_start = np.zeros(size + 1, bool)
        self._begin_runs(starts, ends)

    def _begin_runs(self, starts: Array, ends: Array) -> None:
        begins = starts.copy()
        begins[0] = True
        begins[ends[:-1]] = True
        self.b0 = np.flatnonzero(begins)
        self.s0 = np.full(len(self.b0), self.none)
        self.origin = self.b0.copy()
        #: Where the stretch of each run ends, by its first token.
        self.stretch = np.full(self.none + 1, self.none)
        self.stretch[self.b0] = np.append(self.b0[1:], self.none)
        #: The token at which another run takes up, by the one before it: none at the end of a text.
        self.meets = np.arange(self.none + 1)
        self.meets[ends] = self.none
        self.limit = self.meets[self.stretch[self.b0]]

    def tidy(self) -> bool:
        """Drops finished states, but for some to fill a tile; whether any is left."""
        alive = np.flatnonzero((self.s0 != self.none) | (self.b0 != self.none))
        if not len(alive):
            return False
        size = -(-len(alive) // TILE) * TILE
        for name in ("s0", "b0", "limit", "origin"):
            column = np.full(size, self.none)
            column[: len(alive)] = getattr(self, name)[alive]
            setattr(self, name, column)
        return True

    def tokens(self) -> Array:
        """The eight tokens of each state that the network reads."""
        s0, b0 = self.s0, self.b0
        self.s1, self.b1 = self.below[s0], self.after[b0]
        s2 = self.below[self.s1]
        return np.stack((b0, self.b1, s0, self.s1, s2, self.left[b0], self.left[s0], self.right[s0]))

    def allowed(self) -> Array:
        """Which moves each state may take, as the sum of 1 shift, 2 reduce, 4 left or right, 8 break."""
        b0, b1, none = self.b0, self.b1, self.none
        stack, two = self.s0 != none, b1 != none
        open_ = ~self.is_start[b0]
        shift = ~stack | (two & open_ & ~self.unshiftable[b0])
        arc = stack & open_ & (b0 != none)
        # the run that begins at the limit may have marked the next token already
        break_ = two & (b1 == b0 + 1) & (~self.is_start[b1] | (b0 == self.limit))
        allowed: Array = shift + 2 * stack + 4 * arc + 8 * break_
        return allowed

    def apply(self, kinds: Array, moves: Array) -> None:
        """Takes one move in each state."""
        crossed = np.flatnonzero((self.b0 == self.limit) & (kinds != REDUCE) & (self.s0 != self.none))
        if len(crossed):
            kinds = self._take_over(crossed, kinds)
        s0, b0, s1, b1 = self.s0, self.b0, self.s1, self.b1
        push = (kinds == SHIFT) | (kinds == RIGHT)
        back = (kinds == REDUCE) & (self.head[s0] < 0) & (s1 != self.none)
        self._attach_left(np.flatnonzero(kinds == LEFT), moves)
        self._attach_right(np.flatnonzero(kinds == RIGHT), moves)
        self.below[b0[push]] = s0[push]
        self.unshiftable[s0[back]] = True
        self.after[s0[back]] = b0[back]
        break_ = kinds == BREAK
        self.is_start[b1[break_]] = True
        self.s0 = np.where(push, b0, np.where(break_, s0, s1))
        self.b0 = np.where(push, b1, np.where(back, s0, b0))
        self.b0[(self.s0 == self.none) & (self.b0 == self.limit)] = self.none

    def _attach_left(self, at: Array, moves: Array) -> None:
        child, head = self.s0[at], self.b0[at]
        had = self.head[child]
        again = had >= 0
        self.right[had[again]] = self.right_before[child[again]]
        self.left[head] = child
        self.head[child] = head
        self.move[child] = moves[at]
        self.unshiftable[head] = False

    def _attach_right(self, at: Array, moves: Array) -> None:
        child, head = self.b0[at], self.s0[at]
        self.right_before[child] = self.right[head]
        self.right[head] = child
        self.head[child] = head
        self.move[child] = moves[at]

    def _take_over(self, crossed: Array, kinds: Array) -> Array:
        """Lets states go on beyond their stretch; the runs that began there are undone."""
        undone = []
        for at in crossed[np.argsort(-self.limit[crossed])]:  # the last first: it may be taken over itself
            begin = self.limit[at]
            end = self.stretch[begin]
            self._forget(begin, end)
            self.stretch[self.origin[at]] = end
            self.limit[at] = self.meets[end]
            undone.append(begin)
        gone = np.isin(self.origin, undone)
        for column in (self.s0, self.b0, self.s1, self.b1, self.limit):
            column[gone] = self.none
        return np.where(gone, SHIFT, kinds)

    def _forget(self, begin: int, end: int) -> None:
        tokens = slice(begin, end)
        self.head[tokens] = -1
        self.after[tokens] = self.first_after[tokens]
        self.left[tokens] = self.right[tokens] = self.none
        self.unshiftable[tokens] = False
        self.is_start[begin : end + 1] = False


def _forbidden(kinds: Array) -> Array:
    """What to add to the scores of all moves, a row for each sum of `States.allowed`."""
    bit = np.array([1, 2, 4, 4, 8])[kinds]
    return np.where(np.arange(16)[:, None] & bit, 0, -np.inf).astype(np.float32)
