"""Text as a terminal shows it."""

import re


def strip_ansi(text: str) -> str:
    """Text without a terminal's escape sequences: colours, and what moves the cursor."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
