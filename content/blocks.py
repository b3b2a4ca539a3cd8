"""Blocks that any page's body may hold. A figure comes from results/blocks.py, which knows results."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

RICH_TEXT = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("What it shows"),
        max_length=250,
        help_text=_("Read aloud to those who do not see the picture, and shown while it loads."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=300, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "content/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words quoted"))
    attribution = blocks.CharBlock(label=_("Who said it, where"), max_length=200, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "content/blocks/quote.html"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("Link text"), max_length=200, required=False)

    class Meta:
        icon = "doc-full"
        label = _("Document to download")
        template = "content/blocks/document.html"


class TermBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("Term"), max_length=120)
    other = blocks.CharBlock(label=_("In the other language"), max_length=120, required=False)
    meaning = blocks.TextBlock(label=_("Meaning"))

    class Meta:
        label = _("Term")


class TermsBlock(blocks.StructBlock):
    terms = blocks.ListBlock(TermBlock(), label=_("Terms"))

    class Meta:
        icon = "list-ul"
        label = _("Glossary")
        template = "content/blocks/terms.html"


class NoticeBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(features=["bold", "italic", "link"], label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Notice")
        template = "content/blocks/notice.html"


class ProseBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label=_("Heading"), icon="title", max_length=150, template="content/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(label=_("Text"), icon="pilcrow", features=RICH_TEXT)
    picture = PictureBlock()
    quote = QuoteBlock()
    document = DocumentBlock()
    terms = TermsBlock()
    notice = NoticeBlock()
