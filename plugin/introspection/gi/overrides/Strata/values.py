"""Values of ports, as Python's own."""

# SPDX-License-Identifier: LGPL-2.1-or-later

import json
import numbers

from gi.repository import GLib

from .faults import Strata, override


def pack_other(value):
    """What json does not know: NumPy's numbers and arrays."""
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value)
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(
        "A value is None, a bool, a number, a string, a list or a dict, "
        f"not a {type(value).__name__}"
    )


@override
class Value(Strata.Value):
    """A JSON value that never changes."""

    @classmethod
    def pack(cls, value):
        """A value of None, bool, int, float, str, list or dict."""
        if isinstance(value, Strata.Value):
            return value
        try:
            text = json.dumps(value, default=pack_other, allow_nan=False)
        except (RecursionError, ValueError) as error:
            nested = isinstance(error, RecursionError) or "ircular" in str(error)
            raise ValueError(
                f"Lists stand in each other more than {Strata.VALUE_MAX_DEPTH} deep"
                if nested
                else "A value holds infinity or NaN, but its numbers are finite"
            ) from None
        try:
            return Strata.Value.parse(text, -1)
        except GLib.Error as error:
            # Where in the text is nothing that the caller knows.
            reason = error.message.partition(": ")[2]
            raise ValueError(reason[:1].upper() + reason[1:]) from None

    def unpack(self):
        """The value as None, bool, int, float, str, list or dict."""
        return json.loads(self.to_text())

    def __eq__(self, other):
        if not isinstance(other, Strata.Value):
            return NotImplemented
        return self.equal(other)

    __hash__ = None

    def __repr__(self):
        return f"<Strata.Value {self.to_text()}>"
