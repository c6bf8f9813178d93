"""The per-case chain breaks visibly wherever it is touched."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.hashchain import GENESIS, BrokenLink, Link, broken_links, declared_prev, event_hash


def chain(length):
    links, prev = [], GENESIS
    for seq in range(1, length + 1):
        body = json.dumps({"n": seq, "prev": prev.hex()}).encode()
        links.append(Link(seq=seq, body=body, prev_hash=prev, hash=event_hash(body)))
        prev = links[-1].hash
    return links


@given(st.integers(0, 12))
def test_an_untouched_chain_holds(length):
    assert list(broken_links(chain(length))) == []


@given(st.integers(1, 12), st.data())
def test_a_changed_body_is_named(length, data):
    links = chain(length)
    at = data.draw(st.integers(0, length - 1))
    links[at] = replace(links[at], body=links[at].body + b" ")
    assert list(broken_links(links)) == [BrokenLink(seq=at + 1, kind="body")]


@given(st.integers(2, 12), st.data())
def test_a_missing_event_is_named(length, data):
    links = chain(length)
    at = data.draw(st.integers(0, length - 2))
    del links[at]
    assert BrokenLink(seq=at + 2, kind="prev") in set(broken_links(links))


def test_a_body_rewritten_together_with_its_hash_breaks_the_next_link():
    links = chain(3)
    body = links[1].body.replace(b'"n": 2', b'"n": 9')
    links[1] = replace(links[1], body=body, hash=event_hash(body))
    assert list(broken_links(links)) == [BrokenLink(seq=3, kind="prev")]


BODIES = [b"", b"{}", b"[]", b'{"prev": 1}', b'{"prev": "zz"}', b"\xff"]


@pytest.mark.parametrize("body", BODIES, ids=repr)
def test_a_body_without_a_readable_predecessor_declares_none(body):
    assert declared_prev(body) is None
