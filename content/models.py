"""Django looks for models here; pages.py and files.py define them."""

from .files import PortalDocument, PortalImage, PortalRendition
from .pages import BasePage, ProsePage

__all__ = ["BasePage", "PortalDocument", "PortalImage", "PortalRendition", "ProsePage"]
