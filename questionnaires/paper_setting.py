"""Sets the blank form: its data as JSON comes in, the PDF goes out. Run by paper_printing.py as a process of its own.

Imports nothing of the portal, so that it starts at once.
"""

import sys
from pathlib import Path

import typst

FOLDER = Path(__file__).parent / "paper"
TEMPLATE = FOLDER / "blank.typ"
STANDARD = "ua-1"


def set_form(form: str) -> bytes:
    """With the fonts inside the package alone: the same form on every machine. Raises typst.TypstError."""
    compiler = typst.Compiler(
        root=FOLDER,
        font_paths=typst.Fonts(include_system_fonts=False),
        ignore_system_fonts=True,
        sys_inputs={"form": form},
    )
    try:
        return compiler.compile(input=TEMPLATE, format="pdf", pdf_standards=STANDARD)
    except typst.TypstError as error:
        if "PDF/UA" not in str(error):
            raise
        # Rather a form that is tagged but not to the letter of the standard than none; said in the log.
        sys.stderr.write(str(error))
        return compiler.compile(input=TEMPLATE, format="pdf")


if __name__ == "__main__":
    sys.stdout.buffer.write(set_form(sys.stdin.buffer.read().decode()))
