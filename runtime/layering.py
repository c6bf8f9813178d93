"""Placing the states of a machine in layers so that most arrows point down.

Pure geometry in abstract units: layers by the longest way from the start, order within a layer by
the mean of its neighbours (Sugiyama's method). Knows neither names nor drawings.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SWEEPS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where nodes stand: (layer, place in the layer); long arrows pass through way points."""

    places: Mapping[str, tuple[int, int]]
    #: Arrow to its way points, one per layer it crosses.
    ways: Mapping[tuple[str, str], tuple[str, ...]]
    layers: Sequence[Sequence[str]]
    #: Arrows that point up.
    backward: frozenset[tuple[str, str]]


def lay_out(nodes: Sequence[str], arrows: Iterable[tuple[str, str]]) -> Layout:
    """Return a layout; `nodes` come in reading order, the first is the start."""
    pairs = [(a, b) for a, b in dict.fromkeys(arrows) if a != b]
    backward = _backward(nodes, pairs)
    forward = [(b, a) if (a, b) in backward else (a, b) for a, b in pairs]
    level = _levels(nodes, forward)
    layers: list[list[str]] = [[] for _ in range(max(level.values(), default=0) + 1)]
    for node in nodes:
        layers[level[node]].append(node)
    ways, links = _with_way_points(pairs, backward, level, layers)
    _reorder(layers, links)
    places = {node: (y, x) for y, row in enumerate(layers) for x, node in enumerate(row)}
    return Layout(places=places, ways=ways, layers=layers, backward=backward)


def _backward(nodes: Sequence[str], pairs: Sequence[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Return the arrows that lead back in reading order; the others make no circle."""
    order = {node: n for n, node in enumerate(nodes)}
    return frozenset((a, b) for a, b in pairs if order[b] < order[a])


def _levels(nodes: Sequence[str], forward: Sequence[tuple[str, str]]) -> dict[str, int]:
    level = dict.fromkeys(nodes, 0)
    for _ in nodes:
        for a, b in forward:
            level[b] = max(level[b], level[a] + 1)
    return level


def _with_way_points(
    pairs: Sequence[tuple[str, str]],
    backward: frozenset[tuple[str, str]],
    level: Mapping[str, int],
    layers: list[list[str]],
) -> tuple[dict[tuple[str, str], tuple[str, ...]], list[tuple[str, str]]]:
    """Add a way point to every layer an arrow crosses; return ways and links between layers."""
    ways: dict[tuple[str, str], tuple[str, ...]] = {}
    links: list[tuple[str, str]] = []
    for a, b in pairs:
        top, bottom = (b, a) if (a, b) in backward else (a, b)
        points = [f"{a}>{b}@{n}" for n in range(level[top] + 1, level[bottom])]
        for point, row in zip(points, range(level[top] + 1, level[bottom]), strict=True):
            layers[row].append(point)
        chain = [top, *points, bottom]
        links += list(itertools.pairwise(chain))
        ways[a, b] = tuple(points if (a, b) not in backward else reversed(points))
    return ways, links


def _reorder(layers: list[list[str]], links: Sequence[tuple[str, str]]) -> None:
    """Sort each layer by the mean place of its neighbours, sweeping down and up."""
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for a, b in links:
        below.setdefault(a, []).append(b)
        above.setdefault(b, []).append(a)
    for sweep in range(SWEEPS):
        rows, near = (layers[1:], above) if sweep % 2 == 0 else (layers[-2::-1], below)
        for row in rows:
            place = {node: x / len(line) for line in layers for x, node in enumerate(line)}
            means = {node: _mean(place, near.get(node, [node])) for node in row}
            row.sort(key=means.__getitem__)


def _mean(place: Mapping[str, float], nodes: Sequence[str]) -> float:
    return sum(place[n] for n in nodes) / len(nodes)
