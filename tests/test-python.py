#!/usr/bin/env python3
"""test-python.py — graphs and tensors, as Python sees them.

SPDX-License-Identifier: LGPL-2.1-or-later
"""

import contextlib
import ctypes
import gc
import math
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
import weakref

# Nothing of the caller's own plugins belongs here.
os.environ.pop("STRATA_PLUGIN_PATH", None)
os.environ["XDG_DATA_HOME"] = "/nonexistent"

try:
    import gi
    import numpy
except ImportError as error:
    print(f"1..0 # SKIP {error}")
    sys.exit(0)

gi.require_version("Strata", "1.0")
from gi.repository import GLib, Strata  # noqa: E402

SOURCE = pathlib.Path(os.environ.get("G_TEST_SRCDIR", pathlib.Path(__file__).parent))


def make_graph(**values):
    """x → dw → y, with a 3 × 3 kernel."""
    graph = Strata.Graph()
    graph.add("Input", "x", shape=[8, 8, 3])
    graph.add("DepthwiseConv2D", "dw", kernel_size=3, **values)
    graph.add("Output", "y")
    graph.connect("x.data", "dw.input")
    graph.connect("dw.output", "y.data")
    return graph


def make_image(dtype="float32"):
    numbers = numpy.arange(192, dtype=dtype).reshape(1, 8, 8, 3)
    return numbers / numbers.dtype.type(192)


def convolve(image, kernel):
    """What a layer without padding and strides gives, without its bias."""
    rows, columns = (image.shape[i] - kernel.shape[i - 1] + 1 for i in (1, 2))
    result = numpy.zeros((image.shape[0], rows, columns, kernel.shape[2]))
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            part = image[:, i : i + rows, j : j + columns]
            result += part.astype(float) * kernel[i, j, :, 0]
    return result


class Case(unittest.TestCase):
    @contextlib.contextmanager
    def refused(self, kind, message=None):
        """What is raised is a sentence: a capital letter first, no stop."""
        with self.assertRaises(kind) as caught:
            yield caught
        text = caught.exception.args[0]
        if message is not None:
            self.assertEqual(text, message)
        self.assertRegex(text.rpartition(": ")[2], r"(?s)^['A-Z].*[^.\s]$")

    def folder(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return pathlib.Path(folder.name)


class Tensors(Case):
    def test_array_is_not_copied(self):
        for dtype in "float32", "float64", "float16":
            array = make_image(dtype)
            tensor = Strata.Tensor.from_array(array)
            self.assertEqual(tensor.get_data(), array.ctypes.data)
            self.assertEqual(tensor.dtype, dtype)
            self.assertEqual(tensor.shape, (1, 8, 8, 3))
            self.assertEqual(tensor.ndim, 4)
            self.assertEqual(tensor.size, 192)
            self.assertEqual(tensor.nbytes, array.nbytes)

    def test_view_is_not_copied(self):
        array = make_image()
        tensor = Strata.Tensor(array)
        view = numpy.asarray(tensor)
        self.assertEqual(view.ctypes.data, array.ctypes.data)
        self.assertEqual(view.dtype, array.dtype)
        numpy.testing.assert_array_equal(view, array)
        self.assertEqual(tensor.numpy().ctypes.data, array.ctypes.data)

    def test_view_cannot_be_written(self):
        view = numpy.asarray(Strata.Tensor(make_image()))
        self.assertFalse(view.flags.writeable)
        with self.assertRaises(ValueError):
            view[0] = 1
        with self.assertRaises(ValueError):
            view.flags.writeable = True

    def test_view_keeps_the_tensor(self):
        result = make_graph().run({"x": make_image()})
        view = numpy.asarray(result["y"])
        expected = view.copy()
        del result
        gc.collect()
        # What was let go would be written over.
        others = [numpy.full(view.shape, 7, "float32") for _ in range(64)]
        numpy.testing.assert_array_equal(view, expected)
        del others

    def test_tensor_keeps_the_array(self):
        array = make_image()
        expected = array.copy()
        there = weakref.ref(array)
        tensor = Strata.Tensor(array)
        del array
        gc.collect()
        self.assertIsNotNone(there())
        view = numpy.asarray(tensor)
        del tensor
        numpy.testing.assert_array_equal(view, expected)
        del view
        gc.collect()
        self.assertIsNone(there())

    def test_run_keeps_the_array_only_as_long(self):
        array = make_image()
        there = weakref.ref(array)
        result = make_graph().run({"x": array})
        del array
        gc.collect()
        self.assertIsNone(there())
        self.assertEqual(result["y"].shape, (1, 6, 6, 3))

    def test_array_is_let_go_on_any_thread(self):
        library = ctypes.CDLL("libstrata-1.so.0")
        libc = ctypes.CDLL(None)
        for _ in range(100):
            array = make_image()
            there = weakref.ref(array)
            tensor = Strata.Tensor(array)
            pointer = ctypes.c_void_p(hash(tensor))
            library.strata_tensor_ref.restype = ctypes.c_void_p
            library.strata_tensor_ref(pointer)
            del array, tensor
            gc.collect()
            self.assertIsNotNone(there())
            # A thread of which Python knows nothing.
            thread = ctypes.c_ulong()
            error = libc.pthread_create(
                ctypes.byref(thread), None, library.strata_tensor_unref, pointer
            )
            self.assertEqual(error, 0)
            self.assertEqual(libc.pthread_join(thread, None), 0)
            self.assertIsNone(there())

    def test_array_is_let_go_by_a_run_in_the_background(self):
        array = make_image()
        there = weakref.ref(array)
        feeds = Strata.Feeds()
        feeds.set("x", Strata.Tensor(array))
        flags = Strata.PlanFlags.FOR_RUN
        plan = Strata.Plan.new(make_graph(), feeds, None, flags, None)
        loop = GLib.MainLoop()
        run = Strata.Run.new(Strata.Session(2), plan)
        run.connect("finished", lambda run: loop.quit())
        run.start()
        del array, feeds, plan
        loop.run()
        self.assertEqual(run.get_output("y").shape, (1, 6, 6, 3))
        del run
        while there() is not None:
            GLib.MainContext.default().iteration(True)

    def test_refused_array_is_let_go(self):
        array = numpy.zeros((1,) * 9, "float32")
        there = weakref.ref(array)
        with self.refused(ValueError, "A tensor has 0 to 8 axes, not 9"):
            Strata.Tensor(array)
        del array
        gc.collect()
        self.assertIsNone(there())

    def test_copy(self):
        array = make_image()
        tensor = Strata.Tensor.from_array(array, copy=True)
        self.assertNotEqual(tensor.get_data(), array.ctypes.data)
        array[:] = 0
        numpy.testing.assert_array_equal(tensor, make_image())

    def test_strange_layouts_are_copied(self):
        array = make_image()
        crooked = numpy.frombuffer(b"\0" + array.tobytes(), "uint8")[1:]
        crooked = crooked.view("float32").reshape(array.shape)
        self.assertFalse(crooked.flags.aligned)
        for other in (
            numpy.asfortranarray(array),
            array[:, ::2],
            array[..., ::-1],
            array.astype(">f4"),
            array.astype("longdouble"),
            numpy.broadcast_to(array[:1, :1], (4, 8, 8, 3)),
            crooked,
        ):
            tensor = Strata.Tensor(other)
            numpy.testing.assert_array_equal(numpy.asarray(tensor), other)
            self.assertIn(tensor.dtype, ("float32", "float64"))

    def test_integers_become_float32(self):
        numbers = [0, 1, 127, 16777217]
        for dtype in "int8", "uint8", "int16", "uint32", "int64", "uint64", "bool":
            array = numpy.array(numbers).astype(dtype)
            tensor = Strata.Tensor(array)
            self.assertEqual(tensor.dtype, "float32")
            self.assertEqual(tensor.tolist(), array.astype("float32").tolist())
        self.assertEqual(Strata.Tensor([[1, 2], [3, 4]]).shape, (2, 2))

    def test_integers_round_once(self):
        # By way of a float32 this would be 2^24.
        tensor = Strata.Tensor(numpy.array([16777217]), "float64")
        self.assertEqual(tensor.tolist(), [16777217])

    def test_dtype(self):
        array = numpy.array([1 / 3])
        for dtype in "float32", "float64", "float16":
            for name in dtype, numpy.dtype(dtype), getattr(numpy, dtype):
                tensor = Strata.Tensor(array, name)
                self.assertEqual(tensor.dtype, dtype)
                numpy.testing.assert_array_equal(tensor, array.astype(dtype))
        same = Strata.Tensor(array)
        self.assertEqual(Strata.Tensor(same, "float64").get_data(), same.get_data())

    def test_bfloat16(self):
        tensor = Strata.Tensor([1 / 3, 1, -2.5], "bfloat16")
        self.assertEqual(tensor.dtype, "bfloat16")
        self.assertEqual(tensor.nbytes, 6)
        for array in numpy.asarray(tensor), tensor.numpy():
            self.assertEqual(array.dtype, numpy.float32)
            self.assertEqual(array.tolist(), [0.333984375, 1, -2.5])
        self.assertEqual(tensor.tolist(), [0.333984375, 1, -2.5])
        self.assertEqual(numpy.asarray(tensor, "float64").dtype, numpy.float64)

    def test_scalar_and_empty(self):
        scalar = Strata.Tensor(1.5)
        self.assertEqual(scalar.shape, ())
        self.assertEqual(scalar.tolist(), 1.5)
        self.assertEqual(numpy.asarray(scalar), 1.5)
        with self.refused(TypeError):
            len(scalar)
        for shape in (0,), (2, 0, 3), (0, 4):
            empty = Strata.Tensor(numpy.zeros(shape, "float32"))
            self.assertEqual(numpy.asarray(empty).shape, shape)
            self.assertEqual(empty.tolist(), numpy.zeros(shape).tolist())
            self.assertEqual(len(empty), shape[0])

    def test_refused(self):
        for what, kind in (
            ([1j], TypeError),
            (["text"], TypeError),
            ([None], TypeError),
            (numpy.array(["2020"], "datetime64[D]"), TypeError),
        ):
            with self.refused(kind):
                Strata.Tensor(what)
        with self.refused(ValueError, "A tensor's elements are float32, float64, "
                          "float16, bfloat16, not int8"):
            Strata.Tensor([1], "int8")

    def test_repr(self):
        self.assertEqual(repr(Strata.Tensor([[1.0]], "float32")),
                         "<Strata.Tensor float32 (1, 1)>")


class Values(Case):
    def test_round_trip(self):
        for value in (None, True, False, 0, -(2**63), 2**63 - 1, 0.1, -0.0, 1e300,
                      "", "käse\n\"", [], [1, [2.5, None]], {}, {"a": {"b": [True]}}):
            packed = Strata.Value.pack(value)
            self.assertEqual(packed.unpack(), value)
            self.assertEqual(type(packed.unpack()), type(value))
            self.assertEqual(packed, Strata.Value.pack(value))
        self.assertEqual(math.copysign(1, Strata.Value.pack(-0.0).unpack()), -1)
        self.assertNotEqual(Strata.Value.pack(1), Strata.Value.pack(2))

    def test_numpy(self):
        for value in numpy.int32(3), numpy.uint8(3):
            self.assertIs(type(Strata.Value.pack(value).unpack()), int)
        self.assertEqual(Strata.Value.pack(numpy.float32(0.5)).unpack(), 0.5)
        self.assertEqual(Strata.Value.pack(numpy.arange(3)).unpack(), [0, 1, 2])
        self.assertEqual(Strata.Value.pack((1, 2)).unpack(), [1, 2])

    def test_refused(self):
        loop = []
        loop.append(loop)
        deep = []
        for _ in range(300):
            deep = [deep]
        for value in math.nan, [math.inf], 2**63, "\ud800", "a\0b", loop, deep:
            with self.refused(ValueError):
                Strata.Value.pack(value)
        for value in object(), {1, 2}, 1j:
            with self.refused(TypeError):
                Strata.Value.pack(value)


class Graphs(Case):
    def test_cards(self):
        graph = make_graph()
        self.assertEqual([card.id for card in graph], ["x", "dw", "y"])
        self.assertEqual(len(graph), 3)
        self.assertTrue(Strata.Graph())
        self.assertIn("dw", graph)
        self.assertIn(graph["dw"], graph)
        self.assertNotIn("z", graph)
        self.assertNotIn(make_graph()["dw"], graph)
        self.assertIs(graph["dw"], graph["dw"])
        self.assertEqual(graph["dw"].type, "DepthwiseConv2D")
        self.assertIs(graph["dw"].graph, graph)
        del graph["dw"]
        self.assertNotIn("dw", graph)
        self.assertEqual(graph.wires, [])
        with self.refused(KeyError):
            graph["dw"]

    def test_values(self):
        graph = make_graph()
        card = graph["dw"]
        self.assertEqual(card["kernel_size"], 3)
        self.assertEqual(card["strides"], [1, 1])
        self.assertIs(card["use_bias"], True)
        self.assertIsNone(card["data_format"])
        self.assertEqual(card.values, {"kernel_size": 3})
        card["strides"] = (2, 2)
        card["use_bias"] = False
        card["padding"] = "same"
        card["depthwise_initializer"] = "zeros"
        self.assertEqual(card["strides"], [2, 2])
        self.assertIs(card["use_bias"], False)
        card["strides"] = None
        del card["use_bias"]
        self.assertEqual(card["strides"], [1, 1])
        self.assertIs(card["use_bias"], True)
        self.assertIn("input", card)
        self.assertNotIn("output", card)
        with self.refused(KeyError):
            card["filters"]
        with self.refused(KeyError):
            del card["filters"]

    def test_value_refused(self):
        graph = make_graph()
        with self.refused(Strata.GraphFault) as caught:
            graph["dw"]["kernel_size"] = "big"
        fault, = caught.exception.faults
        self.assertEqual((fault.card, fault.port), ("dw", "kernel_size"))
        self.assertTrue(str(fault).startswith("card 'dw', port 'kernel_size': "))
        self.assertEqual(str(caught.exception), str(fault))
        self.assertEqual(graph["dw"]["kernel_size"], 3)

    def test_ports(self):
        graph = make_graph()
        ports = {port.name: port for port in graph["dw"].ports}
        self.assertIn("output", ports)
        self.assertEqual(ports["strides"].default, [1, 1])
        self.assertIsNone(ports["kernel_size"].default)
        self.assertIn("valid", ports["padding"].choices + ["valid"])
        self.assertTrue(ports["strides"].help)
        self.assertTrue(ports["output"].is_output())
        wire, = ports["input"].wires
        self.assertEqual((wire.source, wire.target), ("x.data", "dw.input"))

    def test_card_is_renamed_and_moved(self):
        graph = make_graph()
        card = graph["dw"]
        self.assertIsNone(card.position)
        card.position = 3, -4.5
        self.assertEqual(card.position, (3, -4.5))
        with self.refused(ValueError):
            card.position = math.nan, 0
        card.id = "conv"
        self.assertIs(graph["conv"], card)
        self.assertEqual(graph.wires[0].target, "conv.input")
        with self.refused(Strata.GraphFault):
            card.id = "x"
        with self.refused(Strata.GraphFault):
            card.id = "no spaces"
        del graph["conv"]
        with self.refused(ValueError):
            card.position = 1, 2

    def test_editors_keep(self):
        graph = make_graph()
        card = graph["dw"]
        graph.set_card_view(card, "unfolded", Strata.Value.new_boolean(True))
        self.assertIs(card.get_view("unfolded").unpack(), True)
        wire = card.get_wire("input")
        graph.set_wire_points(wire, [1, 2, 3, 4])
        self.assertEqual(list(wire.get_points()), [1, 2, 3, 4])
        with self.refused(GLib.Error):
            graph.insert_wire_point(wire, 0, math.nan, 0)
        note = graph.add_remark(Strata.RemarkKind.NOTE, None)
        graph.set_remark_text(note, "Why?")
        self.assertEqual(graph.remarks, [note])
        self.assertEqual((note.id, note.text, note.color), ("note_1", "Why?", None))
        text = graph.copy_part(None, graph.remarks)[0]
        done, cards, remarks = graph.paste_part(text, -1, 0, 0)
        self.assertTrue(done)
        self.assertEqual((cards, [r.text for r in remarks]), ([], ["Why?"]))

    def test_add(self):
        graph = Strata.Graph()
        card = graph.add("DepthwiseConv2D", kernel_size=[3, 5], position=(1, 2))
        self.assertTrue(card.id)
        self.assertEqual(card["kernel_size"], [3, 5])
        self.assertEqual(card.position, (1, 2))
        with self.refused(Strata.GraphFault):
            graph.add("DepthwiseConv3D")
        with self.refused(Strata.GraphFault):
            graph.add("Input", card.id)
        with self.refused(Strata.GraphFault):
            graph.add("DepthwiseConv2D", "other", kernel_size=3, filters=3)
        self.assertEqual(len(graph), 1)
        graph.undo()
        self.assertEqual(len(graph), 1)
        graph.undo()
        self.assertEqual(len(graph), 0)

    def test_connect(self):
        graph = make_graph()
        wire = graph.connect("x.data", "y.data")
        self.assertEqual([str(w.source) for w in graph.wires], ["x.data", "x.data"])
        self.assertEqual(graph["y"].wires, [wire])
        graph.disconnect("y.data")
        self.assertEqual(len(graph.wires), 1)
        graph.disconnect(graph.wires[0])
        self.assertEqual(graph.wires, [])
        for source, target, kind in (
            ("dw.output", "x.shape", Strata.GraphFault),
            ("dw.nothing", "y.data", Strata.GraphFault),
            ("z.output", "y.data", KeyError),
            ("dw", "y.data", ValueError),
        ):
            with self.refused(kind):
                graph.connect(source, target)
        with self.refused(KeyError):
            graph.disconnect("y.data")
        with self.refused(ValueError):
            graph.disconnect(wire)

    def test_cycle_refused(self):
        graph = make_graph()
        graph.add("DepthwiseConv2D", "more", kernel_size=1)
        graph.connect("dw.output", "more.input")
        with self.refused(Strata.GraphFault) as caught:
            graph.connect("more.output", "dw.input")
        self.assertEqual(caught.exception.faults[0].card, "dw")

    def test_signals(self):
        graph = Strata.Graph()
        added = []
        handler = graph.connect("card-added", lambda graph, card: added.append(card.id))
        graph.add("Input", "x")
        graph.disconnect(handler)
        graph.add("Input", "z")
        self.assertEqual(added, ["x"])

    def test_history(self):
        graph = make_graph()
        before = graph.to_text()
        with graph.group("Widen"):
            graph["dw"]["kernel_size"] = 5
            graph["dw"]["padding"] = "same"
        after = graph.to_text()
        self.assertEqual(graph.get_undo_name(), "Widen")
        graph.undo()
        self.assertEqual(graph.to_text(), before)
        graph.redo()
        self.assertEqual(graph.to_text(), after)
        with self.assertRaises(ZeroDivisionError):
            with graph.group("Fail"):
                graph["dw"]["kernel_size"] = 7
                1 / 0
        graph.undo()
        self.assertEqual(graph.to_text(), after)

    def test_copy_and_paste(self):
        graph = make_graph(strides=2)
        text = graph.copy(["x", graph["dw"]])
        cards = graph.paste(text, 10, 20)
        self.assertEqual(len(graph), 5)
        self.assertEqual([card.type for card in cards], ["Input", "DepthwiseConv2D"])
        self.assertEqual(cards[1]["strides"], 2)
        self.assertEqual(cards[1].wires[0].source, f"{cards[0].id}.data")
        with self.refused(ValueError):
            graph.copy([make_graph()["x"]])
        with self.assertRaises((Strata.GraphFault, OSError)):
            graph.paste("no graph")

    def test_file(self):
        folder = self.folder()
        graph = make_graph()
        with self.refused(ValueError):
            graph.save()
        graph.seed = 7
        graph.weights = "net.npz"
        self.assertTrue(graph.modified)
        graph.save(folder / "net.strata")
        self.assertFalse(graph.modified)
        self.assertEqual(graph.path, str(folder / "net.strata"))
        again = Strata.Graph.load(folder / "net.strata")
        self.assertEqual(again.to_text(), graph.to_text())
        self.assertEqual(again.seed, 7)
        self.assertEqual(again.weights, "net.npz")
        self.assertEqual((folder / "net.strata").read_text(), again.to_text())
        again["dw"]["strides"] = 2
        again.save()
        self.assertEqual(Strata.Graph.load(graph.path)["dw"]["strides"], 2)
        self.assertEqual(Strata.Graph.parse(again.to_text()).to_text(), again.to_text())

    def test_file_refused(self):
        folder = self.folder()
        with self.refused(OSError):
            Strata.Graph.load(folder / "none.strata")
        (folder / "bad.strata").write_text("{ no graph")
        with self.assertRaises((Strata.GraphFault, OSError)) as caught:
            Strata.Graph.load(folder / "bad.strata")
        self.assertIn("bad.strata", str(caught.exception))
        with self.refused(OSError):
            make_graph().save(folder / "none" / "net.strata")
        (folder / "odd.strata").write_text(
            '{ "format": "strata-graph", "version": 1,'
            '  "cards": [ { "id": "x", "type": "Nobody.Knows" } ],'
            '  "wires": [ { "from": "x.data", "to": "z.input" } ] }'
        )
        graph = Strata.Graph.load(folder / "odd.strata")
        self.assertEqual(len(graph.load_faults), 1)
        self.assertEqual(graph["x"].type, "Nobody.Knows")
        with self.refused(Strata.GraphFault):
            graph.save()

    def test_objects_are_let_go(self):
        graph = make_graph()
        card = graph["dw"]
        before = card.__grefcount__
        for _ in range(10):
            graph.cards, graph.wires, card.wires, card.ports, list(graph)
            graph.check().faults
        gc.collect()
        self.assertEqual(card.__grefcount__, before)
        gone = []
        graph.weak_ref(lambda: gone.append(True))
        del graph, card
        gc.collect()
        self.assertEqual(gone, [True])

    def test_classes_that_make_nothing(self):
        for name in "Card", "Npz", "Plan", "Port", "Run", "Weights", "Wire":
            with self.refused(TypeError):
                getattr(Strata, name)()


class Checks(Case):
    def test_check(self):
        graph = make_graph(padding="same", depth_multiplier=2)
        check = graph.check()
        self.assertTrue(check)
        self.assertEqual(check.faults, [])
        check.raise_faults()
        self.assertEqual([card.id for card in check.cards], ["x", "dw", "y"])
        self.assertEqual(check["dw"].output_shape, (None, 8, 8, 6))
        self.assertEqual(check["dw"].type, "DepthwiseConv2D")
        self.assertEqual(check["dw"].dtype, "float32")
        self.assertEqual(check["dw"].parameters, 3 * 3 * 3 * 2 + 6)
        self.assertEqual(check["dw"].macs, 8 * 8 * 6 * 9)
        self.assertEqual(check.parameters, 60)
        self.assertEqual(check.macs, 8 * 8 * 6 * 9)
        with self.refused(KeyError):
            check["z"]

    def test_unknown_sizes(self):
        graph = make_graph()
        graph["x"]["shape"] = [None, None, 3]
        check = graph.check()
        self.assertEqual(check["dw"].output_shape, (None, None, None, 3))
        self.assertIsNone(check["dw"].macs)
        self.assertEqual(check["dw"].parameters, 30)
        check = graph.check({"x": make_image()})
        self.assertEqual(check["dw"].output_shape, (1, 6, 6, 3))

    def test_faults(self):
        graph = make_graph(strides=2, dilation_rate=2)
        graph["y"].id = "z"
        graph.disconnect("z.data")
        check = graph.check()
        self.assertFalse(check)
        self.assertEqual({fault.card for fault in check.faults}, {"dw", "z"})
        with self.refused(Strata.GraphFault) as caught:
            check.raise_faults()
        self.assertEqual(len(caught.exception.faults), len(check.faults))
        lines = str(caught.exception).split("\n")
        self.assertEqual(lines, [fault.to_line(None) for fault in check.faults])

    def test_faults_name_the_file(self):
        graph = make_graph(strides=2, dilation_rate=2)
        graph.save(self.folder() / "net.strata")
        for call in graph.check().raise_faults, graph.run:
            with self.refused(Strata.GraphFault) as caught:
                call()
            for line in str(caught.exception).split("\n"):
                self.assertTrue(line.startswith(f"{graph.path}: card "), line)


class Runs(Case):
    def test_run(self):
        image = make_image()
        result = make_graph().run({"x": image}, keep=["dw.output"])
        kernel = numpy.asarray(result.weights["dw/depthwise_kernel"])
        self.assertEqual(kernel.shape, (3, 3, 3, 1))
        output = numpy.asarray(result["y"])
        self.assertLess(numpy.abs(output - convolve(image, kernel)).max(), 1e-5)
        self.assertEqual(result["dw.output"].get_data(), result["y"].get_data())
        self.assertEqual(dict(result), {"y": result["y"]})
        self.assertEqual(len(result), 1)
        self.assertEqual(set(result.weights), {"dw/depthwise_kernel", "dw/bias"})
        self.assertEqual(result.penalty, 0)
        with self.refused(KeyError):
            result["x.data"]

    def test_penalty(self):
        graph = make_graph(depthwise_regularizer="l2")
        result = graph.run({"x": make_image()})
        kernel = numpy.asarray(result.weights["dw/depthwise_kernel"], float)
        self.assertAlmostEqual(result.penalty, 0.01 * (kernel**2).sum(), 6)

    def test_feeds_become_what_their_input_is(self):
        image = make_image("float64")
        graph = make_graph()
        expected = numpy.asarray(graph.run({"x": make_image()})["y"])
        for feed in image, image.tolist(), Strata.Tensor(image):
            result = graph.run({"x": feed})
            self.assertEqual(result["y"].dtype, "float32")
            numpy.testing.assert_allclose(result["y"], expected, rtol=1e-5)
        graph["x"]["dtype"] = "float64"
        self.assertEqual(graph.run({"x": image})["y"].dtype, "float64")
        graph["x"]["dtype"] = "bfloat16"
        result = graph.run({"x": image})
        self.assertEqual(result["y"].dtype, "bfloat16")
        self.assertEqual(numpy.asarray(result["y"]).dtype, numpy.float32)

    def test_refused(self):
        graph = make_graph()
        for feeds in None, {}, {"z": make_image()}, {"x": numpy.zeros((1, 8, 8, 4))}:
            with self.refused(Strata.GraphFault):
                graph.run(feeds)
        with self.refused(KeyError):
            graph.run({"x": make_image()}, keep=["dw.input"])
        with self.refused(KeyError):
            graph.run({"x": make_image()}, keep=["dw"])
        with self.refused(ValueError):
            graph.run({"x": make_image()}, threads=-1)

    def test_threads_do_not_matter(self):
        graph = make_graph()
        graph["x"]["shape"] = [64, 64, 16]
        feeds = {"x": numpy.random.default_rng(1).random((2, 64, 64, 16), "float32")}
        results = [graph.run(feeds, threads=n)["y"].to_bytes().get_data()
                   for n in (1, 2, 0)]
        self.assertEqual(results[0], results[1])
        self.assertEqual(results[0], results[2])

    def test_many_at_once(self):
        expected = make_graph().run({"x": make_image()})["y"].tolist()
        results = []

        def work():
            for _ in range(10):
                results.append(make_graph().run({"x": make_image()}, threads=2))

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(results), 40)
        for result in results:
            self.assertEqual(result["y"].tolist(), expected)

    def test_session(self):
        graph = make_graph()
        graph.add("DepthwiseConv2D", "more", kernel_size=1)
        graph.connect("dw.output", "more.input")
        graph.connect("more.output", "y.data")
        session = Strata.Session(2, keep_results=True)
        self.assertEqual(session.threads, 2)
        feed = Strata.Tensor(make_image())
        keep = ["dw.output"]
        first = graph.run({"x": feed}, session=session, keep=keep)
        graph["more"]["activation"] = "relu"
        second = graph.run({"x": feed}, session=session, keep=keep)
        # The first layer was not evaluated again.
        self.assertEqual(first["dw.output"].get_data(), second["dw.output"].get_data())
        numpy.testing.assert_array_equal(
            second["y"], numpy.maximum(numpy.asarray(first["y"]), 0)
        )
        numpy.testing.assert_array_equal(second["y"], graph.run({"x": feed})["y"])

    def test_weights(self):
        folder = self.folder()
        graph = make_graph()
        kernel = numpy.random.default_rng(1).random((3, 3, 3, 1), "float32")
        numpy.savez(folder / "net.npz", **{
            "dw/depthwise_kernel": kernel, "dw/bias": numpy.ones(3, "float32")
        })
        result = graph.run({"x": make_image()}, weights=folder / "net.npz")
        expected = convolve(make_image(), kernel) + 1
        numpy.testing.assert_allclose(result["y"], expected, rtol=1e-5)
        result.save_weights(folder / "saved.npz")
        with numpy.load(folder / "saved.npz") as saved:
            numpy.testing.assert_array_equal(saved["dw/depthwise_kernel"], kernel)
        graph.weights = "saved.npz"
        graph.save(folder / "net.strata")
        again = Strata.Graph.load(folder / "net.strata").run({"x": make_image()})
        self.assertEqual(again["y"].tolist(), result["y"].tolist())
        with self.refused(OSError):
            graph.run({"x": make_image()}, weights=folder / "none.npz")
        with self.refused(OSError):
            result.save_weights(folder / "none" / "saved.npz")
        numpy.savez(folder / "other.npz", **{"dw/depthwise_kernel": kernel})
        with self.refused(Strata.GraphFault):
            graph.run({"x": make_image()}, weights=folder / "other.npz")

    def test_files_of_a_graph(self):
        folder = self.folder()
        numpy.save(folder / "in.npy", make_image())
        graph = Strata.Graph()
        graph.add("LoadTensor", "load", path="in.npy")
        graph.add("SaveTensor", "save", path="out.npy")
        graph.add("Output", "y")
        graph.connect("load.tensor", "save.tensor")
        graph.connect("load.tensor", "y.data")
        graph.save(folder / "net.strata")
        graph.run()
        numpy.testing.assert_array_equal(numpy.load(folder / "out.npy"), make_image())
        graph["save"]["path"] = str(folder / "away.npy")
        with self.refused(Strata.GraphFault):
            graph.run()
        self.assertFalse((folder / "away.npy").exists())
        self.assertFalse(graph.check())
        self.assertTrue(graph.check(trust=True))
        graph.run(trust=True)
        self.assertTrue((folder / "away.npy").exists())

    def test_interrupt(self):
        from gi.overrides.Strata.runs import execute

        class Endless:
            cancelled = False

            def execute(self, cancellable):
                signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
                done = threading.Event()
                cancellable.connect(lambda *_: done.set())
                self.cancelled = done.wait(60)

        run = Endless()
        with self.assertRaises(KeyboardInterrupt):
            execute(run)
        self.assertTrue(run.cancelled)


class Programs(Case):
    """What a program of its own shows."""

    def python(self, *arguments, **variables):
        environment = {**os.environ, **variables}
        return subprocess.run(
            [sys.executable, *map(str, arguments)], env=environment,
            capture_output=True, text=True,
        )

    def passes(self, done):
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def test_without_numpy(self):
        output = self.passes(self.python("-c", """
import sys
sys.modules["numpy"] = None
import gi
gi.require_version("Strata", "1.0")
from gi.repository import Strata
graph = Strata.Graph()
graph.add("ConstantTensor", "c", shape=[2, 2], values=[1, 2, 3, 4])
graph.add("Output", "y")
graph.connect("c.tensor", "y.data")
print(graph.run()["y"].tolist(), graph.check()["c"].output_shape)
"""))
        self.assertEqual(output, "[[1.0, 2.0], [3.0, 4.0]] (2, 2)\n")

    def test_numpy_is_not_asked_for(self):
        self.passes(self.python("-c", """
import sys
import gi
gi.require_version("Strata", "1.0")
from gi.repository import Strata
assert "numpy" not in sys.modules
"""))

    def test_broken_plugin(self):
        folder = self.folder()
        (folder / "broken.so").write_text("no library")
        done = self.python("-c", """
import gi
gi.require_version("Strata", "1.0")
from gi.repository import Strata
assert "DepthwiseConv2D" in Strata.Registry.get_default().get_types()
""", STRATA_PLUGIN_PATH=str(folder))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("RuntimeWarning: Cannot load the plugin ", done.stderr)

    def test_end_with_arrays_in_use(self):
        self.passes(self.python("-c", """
import gi, numpy
gi.require_version("Strata", "1.0")
from gi.repository import Strata
kept = Strata.Tensor(numpy.zeros(5))
Strata.kept = Strata.Tensor(numpy.zeros(7))
session = Strata.Session(2, keep_results=True)
graph = Strata.Graph()
graph.add("Input", "x")
graph.add("Output", "y")
graph.connect("x.data", "y.data")
graph.run({"x": numpy.zeros((1, 2), "float32")}, session=session)
"""))

    def test_example(self):
        folder = self.folder()
        example = SOURCE.parent / "resources/examples/python/edge-detector.py"
        output = self.passes(self.python(example, folder))
        self.assertIn("(None, None, None, 6)", output)
        names = {path.name for path in folder.iterdir()}
        self.assertEqual(names, {"edges.strata", "edges.npz", "edges.npy"})
        graph = Strata.Graph.load(folder / "edges.strata")
        self.assertTrue(graph.check())
        self.assertEqual(numpy.load(folder / "edges.npy").shape, (1, 64, 64, 6))


    def test_readme(self):
        folder = self.folder()
        lines = (SOURCE.parent / "README.md").read_text().split("\n")
        start = lines.index("```python") + 1
        script = lines[start : lines.index("```", start)]
        done = subprocess.run(
            [sys.executable, "-c", "\n".join(script)], cwd=folder,
            capture_output=True, text=True,
        )
        said = [line.partition("# ")[2] for line in script if "print(" in line]
        self.assertEqual(self.passes(done).splitlines(), said)
        self.assertTrue(Strata.Graph.load(folder / "net.strata").check())


class Tap(unittest.TestResult):
    """Prints a line of TAP for each case."""

    def name(self, test):
        kind, what = test.id().split(".")[-2:]
        return f"/python/{kind.lower()}/{what.removeprefix('test_').replace('_', '-')}"

    def tell(self, good, test, more=""):
        self.count = getattr(self, "count", 0) + 1
        word = "ok" if good else "not ok"
        print(f"{word} {self.count} - {self.name(test)}{more}", flush=True)

    def addSuccess(self, test):
        self.tell(True, test)

    def addSkip(self, test, reason):
        self.tell(True, test, f" # SKIP {reason}")

    def fail(self, test, error):
        for line in self._exc_info_to_string(error, test).splitlines():
            print(f"# {line}")
        self.tell(False, test)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.fail(test, error)

    def addError(self, test, error):
        super().addError(test, error)
        self.fail(test, error)


if __name__ == "__main__":
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    print(f"1..{suite.countTestCases()}", flush=True)
    result = suite.run(Tap())
    sys.exit(not result.wasSuccessful())
