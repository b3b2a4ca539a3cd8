"""The words of a page's body, read from what is stored: without this a list of ten results would fetch every
picture and figure that the ten bodies hold, only to leave them out of the excerpt."""

import html
import re
from collections.abc import Iterator

from wagtail import blocks
from wagtail.fields import StreamField

from content.pages import BasePage
from content.search_text import TAG

SPACES = re.compile(r"\s+")


def body_texts(page: BasePage) -> Iterator[str]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            stream = getattr(page, field.name)
            for child in stream.raw_data:
                yield from _texts(stream.stream_block.child_blocks[child["type"]], child["value"])


def _texts(block: blocks.Block, value) -> Iterator[str]:
    if isinstance(block, blocks.RichTextBlock):
        yield _one_line(html.unescape(TAG.sub(" ", value or "")))
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield _one_line(value or "")
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _texts(child, (value or {}).get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in value or []:
            yield from _texts(block.child_block, item["value"])
    elif isinstance(block, blocks.StreamBlock):
        for item in value or []:
            yield from _texts(block.child_blocks[item["type"]], item["value"])


def _one_line(text: str) -> str:
    return SPACES.sub(" ", text).strip()
