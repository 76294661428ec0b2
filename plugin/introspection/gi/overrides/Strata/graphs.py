"""Graphs, and the cards and wires in them."""

# SPDX-License-Identifier: LGPL-2.1-or-later

import contextlib
import math
import os

from gi.repository import GObject

from .faults import Strata, made_by, override, told
from .runs import Check, Result, Session, make_plan
from .values import Value


def find_end(graph, end):
    """Card and name of the port of "card.port"."""
    card, dot, port = end.partition(".")
    if not dot:
        raise ValueError(f"A wire's end is written CARD.PORT, not {end!r}")
    return graph[card], port


@override
class Wire(Strata.Wire):
    """A wire from `source` to `target`, each written "card.port"."""

    __init__ = made_by("Graph.connect()")

    @property
    def source(self):
        return f"{self.get_source().id}.{self.get_source_port()}"

    @property
    def target(self):
        return f"{self.get_target().id}.{self.get_target_port()}"

    def __repr__(self):
        return f"<Strata.Wire {self.source} to {self.target}>"


@override
class Remark(Strata.Remark):
    """A frame around cards, or a note beside them."""

    __init__ = made_by("Graph.add_remark()")

    id = property(Strata.Remark.get_id)
    kind = property(Strata.Remark.get_kind)
    text = property(Strata.Remark.get_text)
    color = property(Strata.Remark.get_color)

    def __repr__(self):
        return f"<Strata.Remark {self.id}: {self.kind.value_nick}>"


@override
class Port(Strata.Port):
    """A port of a card."""

    __init__ = made_by("Card.ports")

    name = property(Strata.Port.get_name)
    type = property(Strata.Port.get_type_name)
    help = property(Strata.Port.get_help)
    choices = property(Strata.Port.list_choices)
    wires = property(Strata.Port.list_wires)

    @property
    def default(self):
        value = self.dup_default()
        return None if value is None else value.unpack()

    def __repr__(self):
        return f"<Strata.Port {self.get_card().id}.{self.name}>"


@override
class Card(Strata.Card):
    """A card of a graph; `card["strides"]` is the value on a port.

    A port without a value has its default. None, or del, takes a value away.
    A graph keeps its cards, but a card does not keep its graph.
    """

    __init__ = made_by("Graph.add()")

    type = property(Strata.Card.get_type_name)
    title = property(Strata.Card.get_title)
    graph = property(Strata.Card.get_graph)
    wires = property(Strata.Card.list_wires)

    @property
    def id(self):
        return self.get_id()

    @id.setter
    def id(self, id):
        graph = self._graph()
        with told(graph.path, self.id):
            graph.rename_card(self, id)

    @property
    def position(self):
        """The place on the canvas, or None."""
        return tuple(self.get_position()) if self.has_position() else None

    @position.setter
    def position(self, place):
        x, y = map(float, place)
        if not (math.isfinite(x) and math.isfinite(y)):
            raise ValueError(f"A position is two finite numbers, not {x:g} and {y:g}")
        self._graph().move_card(self, x, y)

    @property
    def ports(self):
        return [self.get_port(i) for i in range(self.get_n_ports())]

    @property
    def values(self):
        """The values that were given, by port."""
        values = self.get_values()
        return {} if values is None else values.unpack()

    def _graph(self):
        graph = self.get_graph()
        if graph is None:
            raise ValueError(f"The card '{self.id}' is in no graph any more")
        return graph

    def _find_input(self, name):
        port = self.find_port(name, False)
        if port is None:
            raise KeyError(f"A {self.type} has no input port {name!r}")
        return port

    def __contains__(self, name):
        return self.find_port(name, False) is not None

    def __getitem__(self, name):
        port = self._find_input(name)
        value = self.get_value(name)
        return port.default if value is None else value.unpack()

    def __setitem__(self, name, value):
        graph = self._graph()
        value = None if value is None else Value.pack(value)
        with told(graph.path, self.id, name):
            graph.set_value(self, name, value)

    def __delitem__(self, name):
        self._find_input(name)
        self[name] = None

    def __repr__(self):
        return f"<Strata.Card {self.id}: {self.type}>"


@override
class Graph(Strata.Graph):
    """A graph of cards: `graph["id"]` is a card, iteration goes through all."""

    def __init__(self, registry=None):
        super().__init__(registry=registry)

    @classmethod
    def load(cls, path, registry=None):
        """Reads a graph from its file."""
        with told():
            return Strata.Graph.load(registry, os.fspath(path))

    @classmethod
    def parse(cls, text, registry=None):
        """Reads a graph from the text of a file."""
        with told():
            return Strata.Graph.parse(registry, text, -1)

    def save(self, path=None):
        """Writes the graph to a file: the one it was loaded from, or another."""
        path = self.path if path is None else os.fspath(path)
        if path is None:
            raise ValueError("The graph has no file yet, so a path must be given")
        with told(path):
            super().save(path)

    def to_text(self):
        """The text of the graph's file."""
        return super().to_text()[0]

    @property
    def path(self):
        """The file that the graph was loaded from or saved to, or None."""
        return self.get_path()

    @path.setter
    def path(self, path):
        self.set_path(None if path is None else os.fspath(path))

    seed = property(Strata.Graph.get_seed, Strata.Graph.set_seed)
    modified = property(Strata.Graph.is_modified)
    cards = property(Strata.Graph.list_cards)
    wires = property(Strata.Graph.list_wires)
    remarks = property(Strata.Graph.list_remarks)
    load_faults = property(Strata.Graph.get_load_faults)

    @property
    def weights(self):
        """The .npz that the graph names, beside its file, or None."""
        return self.get_weights()

    @weights.setter
    def weights(self, path):
        with told(self.path):
            self.set_weights(None if path is None else os.fspath(path))

    def __len__(self):
        return self.get_n_cards()

    def __bool__(self):
        return True

    def __iter__(self):
        return iter(self.cards)

    def __contains__(self, card):
        if isinstance(card, Strata.Card):
            return card.get_graph() is self
        return self.find_card(card) is not None

    def __getitem__(self, id):
        card = self.find_card(id)
        if card is None:
            raise KeyError(f"There is no card {id!r}")
        return card

    def __delitem__(self, id):
        self.remove_card(self[id])

    def add(self, type, id=None, /, *, position=None, **values):
        """Adds a card, with values for its ports, in one step.

        Without an id, it gets one. Nothing is added where a value is refused.
        """
        with self.group(f"Add {type}"):
            with told(self.path, id):
                card = self.add_card(type, id)
            try:
                for name, value in values.items():
                    card[name] = value
                if position is not None:
                    card.position = position
            except BaseException:
                self.remove_card(card)
                raise
        return card

    def connect(self, source, target, *arguments):
        """Wires an output to an input: `graph.connect("x.data", "dw.input")`.

        With a function as the second argument, connects that to a signal, as
        for any GObject.
        """
        if callable(target):
            return GObject.Object.connect(self, source, target, *arguments)
        if arguments:
            return super().connect(source, target, *arguments)
        (output, output_port) = find_end(self, source)
        (input, input_port) = find_end(self, target)
        with told(self.path, input.id, input_port):
            return super().connect(output, output_port, input, input_port)

    def disconnect(self, wire):
        """Takes a wire away: itself, or by the input "card.port" that it ends at.

        With a number, disconnects that handler from its signal.
        """
        if isinstance(wire, int):
            return GObject.Object.disconnect(self, wire)
        if isinstance(wire, str):
            card, port = find_end(self, wire)
            wire = card.get_wire(port)
            if wire is None:
                raise KeyError(f"No wire ends at {card.id}.{port}")
        if not wire.is_in_graph():
            raise ValueError(f"The wire {wire!r} is in no graph any more")
        super().disconnect(wire)

    def copy(self, cards):
        """The text of a graph of some cards, or their ids, and their wires."""
        cards = [card if isinstance(card, Strata.Card) else self[card] for card in cards]
        for card in cards:
            if card not in self:
                raise ValueError(f"The card '{card.id}' is not in this graph")
        return super().copy(cards)[0]

    def paste(self, text, dx=0, dy=0):
        """Adds the cards of another graph's text, and gives them."""
        with told():
            return super().paste(text, -1, dx, dy)

    @contextlib.contextmanager
    def group(self, name):
        """Makes what is done under `with` one step of the history."""
        self.begin(name)
        try:
            yield self
        finally:
            self.end()

    def check(self, feeds=None, *, weights=None, trust=False):
        """Checks the graph without evaluating it."""
        return Check(make_plan(self, feeds, weights, trust, False), self.path)

    def run(self, feeds=None, *, threads=0, keep=(), weights=None, trust=False,
            session=None):
        """Evaluates the graph, and raises GraphFault where something is wrong.

        `feeds` has an array or a tensor for each Input, by its name. `threads`
        says how many may be used, 0 all that the machine has. `keep` names
        further tensors that the result shall have, as "card.port". `weights` is
        an .npz that is read instead of the graph's own. With `trust`, paths in
        the graph may leave its folder. A `session` that keeps results evaluates
        again only what has changed.
        """
        if session is None:
            session = Session(threads)
        plan = make_plan(self, feeds, weights, trust, True, session)
        return Result(plan, session, keep, self.path)
