"""Python code for templates: what Jinja would write, but cheaper for what themes do most.

Jinja's code asks of every value and every call what kind it is. Most are texts to be escaped and macros called by
position, so this code looks for those first and leaves the rest to Jinja. 18,600 pages take 4.5 s without and 2.1 s
with it: 1.8 s are calls, 0.6 s texts. It changes nothing that a theme's author can see but the name of the macros'
class; tests/output/test_template_code.py holds it to the text and the errors of Jinja's own code.

It assumes of Jinja 3.1, neither sandboxed nor asynchronous: `Environment.code_generator_class` writes the code (which
is documented); what an output statement shows passes `_output_child_pre` and `_output_child_post` (Jinja's native types
override them); `macro_def` makes a macro; a macro's function takes its arguments by position, `missing` for one that is
not given, and returns escaped text. Where escaping is off, or known only while rendering, the code is Jinja's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.nodes import Node
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup

Text = Callable[..., str]
NEVER = -1  # fewer arguments than any call has


class QuickMacro(Macro):
    """A macro whose function `text` can be called as it is, with at most `takes` arguments, for HTML."""

    def __init__(self, *described: Any) -> None:  # noqa: ANN401 - as Jinja describes a macro
        super().__init__(*described)
        wants_more = self.catch_kwargs or self.catch_varargs or self.caller or self.explicit_caller
        self.takes = NEVER if wants_more else len(self.arguments)
        self._func.__defaults__ = (missing,) * len(self.arguments)
        self.text: Text = self._func

    def become(self, text: Text) -> None:
        """From now on `text` is the macro's function, however the macro is called."""
        self._func = self.text = text


def _escaped(text: str) -> str:
    return str(markupsafe.escape(text))


# MarkupSafe's function in C without the Markup around it; `_escaped` where a version has none.
escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", _escaped)


def shown(value: object) -> str:
    """The HTML that any value is shown as."""
    return value if type(value) is Markup else markupsafe.escape(value)


def shown_by(context: Context, function: Callable[..., object], **scopes: object) -> Text:
    """What shows the value of a function that is called as Jinja calls it."""

    def call(*arguments: object) -> str:
        return shown(context.call(function, *arguments, **scopes))

    return call


class QuickCode(CodeGenerator):
    """Writes Jinja's code, with shorter ways for texts and for macros that are called by position."""

    _shows_call = False  # whether the call that is visited next is what an output statement shows
    _value = ""  # the variable for what it shows otherwise

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Begin the code with the names that are used below."""
        self.writeline(f"from {__name__} import QuickMacro, escaped, shown, shown_by")
        super().visit_Template(node, frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Make a QuickMacro where Jinja makes a Macro."""
        self.write("Quick")
        super().macro_def(macro_ref, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802, FBT001, FBT002
        """A call that is shown, or any other."""
        if not self._shows_call:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self._shows_call = False  # its arguments are calls like any other
        called = self.temporary_identifier()
        self.write(f"({called}.text if type({called} := ")
        self.visit(node.node, frame)
        # Escaping is asked for again: a block can lie in {% autoescape false %} of the template that this one extends.
        self.write(f") is QuickMacro and {called}.takes >= {len(node.args)} and context.eval_ctx.autoescape")
        self.write(f" else shown_by(context, {called}")
        if frame.loop_frame:
            self.write(", _loop_vars=_loop_vars")
        if frame.block_frame:
            self.write(", _block_vars=_block_vars")
        self.write("))(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if not _escapes(frame):
            super()._output_child_pre(node, frame, finalize)
        elif _is_call_by_position(node):
            self._shows_call = True
        else:
            self._value = self.temporary_identifier()
            self.write(f"(escaped({self._value}) if type({self._value} := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if not _escapes(frame):
            super()._output_child_post(node, frame, finalize)
        elif not _is_call_by_position(node):
            self.write(f") is str else shown({self._value}))")


def _escapes(frame: Frame) -> bool:
    return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile


def _is_call_by_position(node: Node) -> bool:
    return isinstance(node, nodes.Call) and not node.kwargs and node.dyn_args is None and node.dyn_kwargs is None
