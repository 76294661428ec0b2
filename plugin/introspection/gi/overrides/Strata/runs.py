"""Checks and runs of graphs."""

# SPDX-License-Identifier: LGPL-2.1-or-later

import collections.abc
import os
import threading
import typing

from gi.repository import Gio, GLib

from .faults import Fault, GraphFault, Strata, made_by, override, told
from .tensors import DTYPE_NAMES, Tensor


@override
class Session(Strata.Session):
    """Where runs happen. One that keeps results lends them to the next run."""

    def __new__(cls, threads=0, keep_results=False):
        if threads < 0:
            raise ValueError(f"A run takes 0 threads or more, not {threads}")
        return Strata.Session.new(min(threads, GLib.MAXINT32), keep_results)

    def __init__(self, *args, **kwargs):
        pass

    threads = property(Strata.Session.get_n_threads)

    def _recall(self, graph):
        last_graph, plan = getattr(self, "_last", (None, None))
        return plan if last_graph is graph else None

    def _remember(self, graph, plan):
        if self.keeps_results():
            self._last = (graph, plan)


@override
class Plan(Strata.Plan):
    """A graph, checked and put in order."""

    __init__ = made_by("Plan.new()")


@override
class Run(Strata.Run):
    """One evaluation of a plan."""

    __init__ = made_by("Run.new()")


@override
class Weights(Strata.Weights):
    """A file of weights."""

    __init__ = made_by("Weights.open()")


@override
class Npz(Strata.Npz):
    """An archive of NumPy's arrays."""

    __init__ = made_by("Npz.open()")


def list_names(plan, role):
    """Ids of the cards of a role, by the names that they are fed or read by."""
    cards = range(plan.get_n_cards())
    return {
        plan.get_card_name(i): plan.get_card_id(i)
        for i in cards
        if plan.get_card_role(i) == role
    }


def make_feeds(plan, feeds, path):
    """Tensors of the types that the Inputs say."""
    inputs = list_names(plan, Strata.Role.INPUT)
    result = Strata.Feeds()
    for name, array in feeds.items():
        if name not in inputs:
            known = ", only " + ", ".join(map(repr, inputs)) if inputs else ""
            message = f"There is no Input named {name!r}{known}"
            raise GraphFault([Fault.new(None, None, message)], path)
        spec = plan.get_main_spec(plan.find_card(inputs[name]))
        result.set(name, Tensor.from_array(array, spec and spec.get_dtype()))
    return result


def make_plan(graph, feeds, weights, trust, for_run, session=None):
    flags = Strata.PlanFlags.TRUST if trust else Strata.PlanFlags.FOR_CHECK
    if weights is not None and not isinstance(weights, Strata.Weights):
        with told():
            weights = Strata.Weights.open(os.fspath(weights))
    if feeds:
        unfed = Strata.Plan.new(graph, None, weights, flags, None)
        feeds = make_feeds(unfed, feeds, graph.path)
    if for_run:
        flags |= Strata.PlanFlags.FOR_RUN
    previous = session and session._recall(graph)
    plan = Strata.Plan.new(graph, feeds or None, weights, flags, previous)
    if session:
        session._remember(graph, plan)
    return plan


def raise_faults(faults, path):
    if faults:
        raise GraphFault(faults, path)


class CardCheck(typing.NamedTuple):
    """What is known of a card; a size or a number that is not is None."""

    id: str
    type: str
    dtype: typing.Optional[str]
    output_shape: typing.Optional[tuple]
    parameters: typing.Optional[int]
    macs: typing.Optional[int]


def known(number):
    return None if number < 0 else number


def check_card(plan, index):
    spec = plan.get_main_spec(index)
    shape = spec and spec.get_shape()
    return CardCheck(
        plan.get_card_id(index),
        plan.get_card_type(index),
        spec and DTYPE_NAMES[spec.get_dtype()],
        None if shape is None else tuple(map(known, shape)),
        known(plan.get_parameters(index)),
        known(plan.get_macs(index)),
    )


class Check:
    """What a check found: true where the graph has no `faults`.

    `cards` has a CardCheck for each card; `check["dw"]` is that of one.
    `parameters` and `macs` are sums, the latter for a batch of one.
    """

    def __init__(self, plan, path=None):
        self.faults = plan.get_faults()
        self.cards = [check_card(plan, i) for i in range(plan.get_n_cards())]
        self.parameters = known(plan.get_total_parameters())
        self.macs = known(plan.get_total_macs())
        self._path = path

    def __bool__(self):
        return not self.faults

    def __getitem__(self, id):
        for card in self.cards:
            if card.id == id:
                return card
        raise KeyError(f"There is no card {id!r}")

    def raise_faults(self):
        """Raises GraphFault where there are faults."""
        raise_faults(self.faults, self._path)


def execute(run):
    """Evaluates beside the main thread, so that Ctrl+C ends the run."""
    if threading.current_thread() is not threading.main_thread():
        run.execute(None)
        return
    cancellable = Gio.Cancellable()
    thread = threading.Thread(target=run.execute, args=(cancellable,))
    try:
        thread.start()
        thread.join()
    except BaseException:
        cancellable.cancel()
        if thread.is_alive():
            thread.join()
        raise


class Result(collections.abc.Mapping):
    """What a run gave: a tensor for each Output, by its name.

    What was kept can be asked for too, as "card.port". `weights` has a tensor
    for each weight that was used, by keys such as "dw/bias", and `penalty` is
    the sum that all regularizers add to a loss.
    """

    def __init__(self, plan, session, keep, path=None):
        raise_faults(plan.get_faults(), path)
        run = Strata.Run.new(session, plan)
        run.keep_weights()
        kept = [name.partition(".")[::2] for name in keep]
        for card, port in kept:
            if not run.keep(card, port):
                raise KeyError(f"There is no tensor {card}.{port} to keep")
        execute(run)
        raise_faults(run.get_faults(), path)
        self._outputs = {
            name: run.get_output(name)
            for name in list_names(plan, Strata.Role.OUTPUT)
        }
        self._kept = {
            f"{card}.{port}": run.get_tensor(card, port) for card, port in kept
        }
        self.penalty = run.get_penalty()
        self.weights = {
            run.get_weight_key(i): run.dup_weight(i)
            for i in range(run.get_n_weights())
        }
        write_sinks(run)

    def __getitem__(self, name):
        tensor = self._outputs.get(name, self._kept.get(name))
        if tensor is None:
            raise KeyError(f"The run gave no {name!r}")
        return tensor

    def __iter__(self):
        return iter(self._outputs)

    def __len__(self):
        return len(self._outputs)

    def __repr__(self):
        return f"<Strata.Result {self._outputs!r}>"

    def save_weights(self, path):
        """Writes the weights to an .npz, which a graph or a run can read."""
        files = Strata.OutputSet()
        files.add_npz(
            None, os.fspath(path), list(self.weights), list(self.weights.values())
        )
        with told():
            files.commit()


def write_sinks(run):
    """Writes what SaveTensor cards took: all of it, or nothing."""
    plan = run.get_plan()
    files = Strata.OutputSet()
    for i in range(plan.get_n_cards()):
        path = plan.get_card_file(i)
        if path is not None:
            tensor = run.get_tensor(plan.get_card_id(i), "tensor")
            files.add_npy(None, path, tensor)
    with told():
        files.commit()
