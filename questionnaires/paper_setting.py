"""Sets a form on paper: its data as JSON comes in, the PDF goes out. Run by paper_printing.py as a process of its own,
with the name of the template.

Imports nothing of the portal, so that it starts at once.
"""

import sys
from pathlib import Path

import typst

FOLDER = Path(__file__).parent / "paper"
BLANK, RECEIPT = "blank.typ", "receipt.typ"
STANDARD = "ua-1"


def set_form(form: str, template: str) -> bytes:
    """With the fonts inside the package alone: the same form on every machine. Raises typst.TypstError."""
    compiler = typst.Compiler(
        root=FOLDER,
        font_paths=typst.Fonts(include_system_fonts=False),
        ignore_system_fonts=True,
        sys_inputs={"form": form},
    )
    try:
        return compiler.compile(input=FOLDER / template, format="pdf", pdf_standards=STANDARD)
    except typst.TypstError as error:
        if "PDF/UA" not in str(error):
            raise
        # Rather a form that is tagged but not to the letter of the standard than none; said in the log.
        sys.stderr.write(str(error))
        return compiler.compile(input=FOLDER / template, format="pdf")


if __name__ == "__main__":
    sys.stdout.buffer.write(set_form(sys.stdin.buffer.read().decode(), sys.argv[1]))
