"""Django looks for models here: records.py has the frozen figures, pages.py the page that shows them."""

from .pages import ResultsPage
from .records import Result

__all__ = ["Result", "ResultsPage"]
