"""What a template's own expressions can raise: a template is code, and its mistakes are the theme author's to see."""

from __future__ import annotations

import jinja2

TEMPLATE_MISTAKES = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
