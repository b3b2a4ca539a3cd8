"""The audit log in the Wagtail admin: filtered, in pages, and as a file. It is read there, never changed."""

from collections import OrderedDict

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.coreutils import get_content_type_label
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from content.access import may
from content.spreadsheets import harmless

from .audit import ACTS, audit_entries, people_called
from .permissions import may_read_audit, may_read_site_history

# Pages beyond are for filters to find: to count and skip a million entries at each click is slow.
MOST_COUNTED = 10_000
CHUNK = 2000
# A workbook is whole before its first byte goes out.
MOST_IN_WORKBOOK = 20_000


def time_of(entry: ModelLogEntry) -> str:
    """To the minute and in UTC, whatever each reader has set: two readers must speak of the same moment."""
    return date_format(entry.timestamp, "SHORT_DATETIME_FORMAT")


def actor_of(entry: ModelLogEntry) -> str:
    return str(entry.user) if entry.user else _("the portal itself")


def type_of(entry: ModelLogEntry) -> str:
    return capfirst(get_content_type_label(entry.content_type))


class AuditFilterSet(WagtailFilterSet):
    """Texts rather than lists to choose from: there may be ten thousand people."""

    acts = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind of act"),
        choices=[(name, acts.label) for name, acts in ACTS.items()],
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
        method="of_kind",
    )
    by = django_filters.CharFilter(
        label=gettext_lazy("Done by: name, address or number"), max_length=80, method="done_by"
    )
    about = django_filters.CharFilter(
        label=gettext_lazy("About: person, place or other name"),
        max_length=80,
        field_name="label",
        lookup_expr="icontains",
    )
    timestamp = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("From day to day"), widget=DateRangePickerWidget
    )

    class Meta:
        model = ModelLogEntry
        fields: list[str] = []

    def of_kind(self, entries: QuerySet, name: str, value: str) -> QuerySet:
        return entries.filter(ACTS[value].entries())

    def done_by(self, entries: QuerySet, name: str, value: str) -> QuerySet:
        return entries.filter(user__in=people_called(value))


class CappedPaginator(WagtailPaginator):
    verbose_name, verbose_name_plural = gettext_lazy("act"), gettext_lazy("acts")

    @cached_property
    def count(self) -> int:
        return self.object_list[:MOST_COUNTED].count()


class AuditView(ReportView):
    page_title = gettext_lazy("Audit log")
    header_icon = "history"
    index_url_name = "audit:index"
    index_results_url_name = "audit:results"
    results_template_name = "districts/admin/audit_results.html"
    http_method_names = ["get", "head"]
    filterset_class = AuditFilterSet
    paginator_class = CappedPaginator
    verbose_name_plural = gettext_lazy("acts")
    columns = [
        Column("timestamp", label=gettext_lazy("When (UTC)"), accessor=time_of),
        Column("by", label=gettext_lazy("Done by"), accessor=actor_of),
        Column("act", label=gettext_lazy("Act"), accessor="message"),
        Column("label", label=gettext_lazy("About")),
        Column("type", label=gettext_lazy("Kind of record"), accessor=type_of),
        Column("details", label=gettext_lazy("Details"), accessor="comment"),
    ]
    list_export = [column.name for column in columns]
    export_headings = {column.name: column.label for column in columns}

    def get_queryset(self) -> QuerySet:
        return audit_entries(self.request.user)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """A filter that cannot be read finds nothing: everything would look like its answer."""
        readable = not self.filters or self.filters.is_valid()
        return super().filter_queryset(queryset) if readable else queryset.none()

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.is_export:
            return super().get(request, *args, **kwargs)
        entries = self.get_filtered_queryset()
        if (
            request.GET["export"] == self.FORMAT_XLSX
            and entries[: MOST_IN_WORKBOOK + 1].count() > MOST_IN_WORKBOOK
        ):
            return self._too_large()
        log(request.user, "districts.audit_exported", user=request.user, data=self._asked())
        return self.as_spreadsheet(entries.iterator(chunk_size=CHUNK), request.GET["export"])

    def _asked(self) -> dict[str, str | bool]:
        """Of names that were typed only that they were: a name in the log could not be erased with its person."""
        asked = {
            name: self.request.GET.get(name, "")[:20] for name in ("acts", "timestamp_from", "timestamp_to")
        }
        typed = {name: bool(self.request.GET.get(name)) for name in ("by", "about")}
        return {name: value for name, value in (asked | typed).items() if value}

    def _too_large(self) -> HttpResponse:
        messages.error(
            self.request,
            _("More than %(number)s acts are too many for XLSX. Choose days, or take the CSV file.")
            % {"number": MOST_IN_WORKBOOK},
        )
        query = self.request.GET.copy()
        del query["export"]
        return redirect(f"{self.index_url}?{query.urlencode()}")

    def get_context_data(self, *args, **kwargs) -> dict:
        context = super().get_context_data(*args, **kwargs)
        return context | {"older_left_out": context["items_count"] >= MOST_COUNTED}

    def get_filename(self) -> str:
        return "audit-log"

    def get_heading(self, queryset, field: str) -> str:
        return str(self.export_headings[field])

    def to_row_dict(self, item: ModelLogEntry) -> OrderedDict:
        cells = OrderedDict((column.name, column.get_value(item)) for column in self.columns)
        return cells | {"timestamp": item.timestamp.replace(microsecond=0)}

    def write_csv_row(self, writer, row_dict: OrderedDict):
        """Names are typed by people."""
        return writer.writerow({name: harmless(str(value)) for name, value in row_dict.items()})

    def stream_csv(self, queryset):
        """Written after the view has returned, in the language that it was asked in; the mark at the start tells
        spreadsheets the encoding."""
        language = get_language()

        def lines():
            with override(language):
                yield "\ufeff".encode()
                yield from super(AuditView, self).stream_csv(queryset)

        return lines()


# Wagtail's own list of what was done goes by class of records, not by country.
site_history = require_admin_access(may(may_read_site_history)(LogEntriesView.as_view()))
site_history_results = require_admin_access(
    may(may_read_site_history)(LogEntriesView.as_view(results_only=True))
)

audit = may(may_read_audit)(AuditView.as_view())
audit_results = may(may_read_audit)(AuditView.as_view(results_only=True))
