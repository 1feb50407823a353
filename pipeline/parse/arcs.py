"""token vectors → heads and labels: spaCy's greedy arc-eager parser, on many sentences at once.

spaCy goes through a text one step after the other. Here the states of many sentences stand in arrays and take
each step together. The moves, when they are allowed, and what the network reads of a state are those of spaCy
(`_parser_internals/arc_eager.pyx`, `_state.pxd`, `ml/parser_model.pyx`).

Where sentences begin is for the parser to decide, so a guess is made and put right. A *run* begins with an
empty stack at each token that may begin a sentence, and covers the stretch up to the next run. Where it comes
to the end of its stretch with an empty stack, it is done: nothing that it has seen matters for what follows,
so the next run is what it would have done itself. Where it comes there with tokens on the stack and does
anything but reduce, no sentence ends there: it takes over the next stretch, and that run is undone.
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

    def __call__(self, vectors: Array, tags: Array, ends: Array) -> Arcs:
        """The arcs of texts that stand one after the other; `ends` are those of the texts."""
        features = self._scores.features(vectors)
        table = features.reshape(-1, features.shape[2])
        places = np.arange(_PLACES)[:, None] * features.shape[1]
        states = States(self._guess_starts(tags), ends)
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
    """The states of all runs: where they stand, in arrays with an entry a run, and what is known of tokens.

    The top of the stack is `s0`, the front of the buffer `b0`. Stack and buffer go on as linked lists through
    `below` and `after`. The number after the last token stands for none, in every array.
    """

    def __init__(self, starts: Array, ends: Array) -> None:
        self.none = none = len(starts)
        self.head = np.full(none + 1, -1)
        self.move = np.zeros(none + 1, np.int64)  # that gave the head
        self.below = np.full(none + 1, none)
        self.text_order = np.arange(1, none + 2)
        self.text_order[[*(ends - 1), none]] = none
        self.after = self.text_order.copy()
        self.left = np.full(none + 1, none)  # the last child on the left
        self.right = np.full(none + 1, none)  # the last child on the right
        self.right_before = np.full(none + 1, none)  # the child that was the last before this one
        self.unshiftable = np.zeros(none + 1, bool)
        self.is_start = np.zeros(none + 1, bool)
        self._begin_runs(starts, ends)

    def _begin_runs(self, starts: Array, ends: Array) -> None:
        begins = starts.copy()
        begins[0] = True
        begins[ends[:-1]] = True
        self.b0 = np.flatnonzero(begins)
        self.begin = self.b0.copy()
        self.s0 = np.full(len(self.b0), self.none)
        self.stretch_end = np.full(self.none + 1, self.none)  # by the first token of the stretch
        self.stretch_end[self.begin] = np.append(self.begin[1:], self.none)
        self.next_run = np.arange(self.none + 1)  # by the end of a stretch: none after the last of a text
        self.next_run[ends] = self.none
        self.limit = self.next_run[self.stretch_end[self.begin]]

    def tidy(self) -> bool:
        """Drops finished states, but for some to fill a tile; whether any is left."""
        alive = np.flatnonzero((self.s0 != self.none) | (self.b0 != self.none))
        if not len(alive):
            return False
        size = -(-len(alive) // TILE) * TILE
        for name in ("s0", "b0", "limit", "begin"):
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
        # b1 beyond the limit: only the next run can have marked it
        break_ = two & (b1 == b0 + 1) & (~self.is_start[b1] | (b0 == self.limit))
        allowed: Array = shift + 2 * stack + 4 * arc + 8 * break_
        return allowed

    def apply(self, kinds: Array, moves: Array) -> None:
        """Takes one move in each state."""
        crossing = np.flatnonzero((self.b0 == self.limit) & (self.s0 != self.none) & (kinds != REDUCE))
        if len(crossing):
            kinds = self._take_over(crossing, kinds)
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
        """Gives the top of the stack to the front of the buffer; a head on the left loses its last child."""
        child, head = self.s0[at], self.b0[at]
        again = child[self.head[child] >= 0]
        self.right[self.head[again]] = self.right_before[again]
        self.left[head] = child
        self.head[child] = head
        self.move[child] = moves[at]
        self.unshiftable[head] = False

    def _attach_right(self, at: Array, moves: Array) -> None:
        """Gives the front of the buffer, which never has a head, to the top of the stack."""
        child, head = self.b0[at], self.s0[at]
        self.right_before[child] = self.right[head]
        self.right[head] = child
        self.head[child] = head
        self.move[child] = moves[at]

    def _take_over(self, crossing: Array, kinds: Array) -> Array:
        """Lets runs go on beyond their stretch; those of the next stretch end, as if they had never been."""
        undone = []
        for at in crossing[np.argsort(-self.limit[crossing])]:  # from the right: one may take over another
            begin = self.limit[at]
            end = self.stretch_end[begin]
            self._forget(begin, end)
            self.stretch_end[self.begin[at]] = end
            self.limit[at] = self.next_run[end]
            undone.append(begin)
        gone = np.isin(self.begin, undone)
        for column in (self.s0, self.b0, self.s1, self.b1, self.limit):
            column[gone] = self.none
        return np.where(gone, SHIFT, kinds)

    def _forget(self, begin: int, end: int) -> None:
        tokens = slice(begin, end)
        self.head[tokens] = -1
        self.after[tokens] = self.text_order[tokens]
        self.left[tokens] = self.right[tokens] = self.none
        self.unshiftable[tokens] = False
        self.is_start[begin + 1 : end + 1] = False


def _forbidden(kinds: Array) -> Array:
    """What to add to the scores of all moves, a row for each sum of `States.allowed`."""
    bit = np.array([1, 2, 4, 4, 8])[kinds]
    return np.where(np.arange(16)[:, None] & bit, 0, -np.inf).astype(np.float32)
