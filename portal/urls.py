"""Every address of the portal. What people read stands under /fr/ and /en/; Wagtail's pages come last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.staticfiles.urls import staticfiles_urlpatterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from districts import audit_admin
from questionnaires.answering import offline_views

from . import views

handler403 = "portal.views.forbidden"
handler404 = "portal.views.not_found"
handler429 = "portal.views.too_many"

urlpatterns = [
    path("", views.root, name="root"),
    path("hz-full", views.trivial, name="hz-full"),
    path("readyz", views.ready, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sw.js", offline_views.service_worker, name="service_worker"),
    path("media/<path:path>", views.media, name="media"),
    path("accounts/", include("districts.account_urls")),
    # Wagtail's own sign-in and password screens stay shut: these addresses come before its own.
    path("admin/login/", views.to_login, name="wagtailadmin_login_closed"),
    path("admin/password_reset/", views.to_login),
    # Before Wagtail's own, which anybody with the admin may open.
    path("admin/reports/site-history/", audit_admin.site_history),
    path("admin/reports/site-history/results/", audit_admin.site_history_results),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.DEBUG:
    urlpatterns += staticfiles_urlpatterns()

urlpatterns += i18n_patterns(
    path("", include("search.urls")),
    path("", include("results.urls")),
    path("", include("discussions.urls")),
    path("", include("questionnaires.urls")),
    path("", include("cycles.urls")),
    path("", include("notifications.urls")),
    path("", include("home.urls")),
    path("", include("districts.urls")),
    # Wagtail's sign-in for readers knows neither the second factor nor the limit to guessing.
    path("_util/login/", views.to_login),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
