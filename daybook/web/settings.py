"""How the workbench is configured: one function, two profiles, nothing read from files of the checkout.

`local` serves one machine over plain HTTP and is refused for any other host name.  `public` expects TLS in front
of it and passes Django's deployment check.  Both sign with the secret kept beside the clients' keys.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

HERE = Path(__file__).resolve().parent
LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
YEAR = 31_536_000
MEGABYTE = 1024 * 1024
#: Largest file and largest request of an upload.
LARGEST_FILE, LARGEST_REQUEST = 200 * MEGABYTE, 1024 * MEGABYTE


def settings(home: Path, secret: str, public_host: str = "") -> dict[str, Any]:
    """The workbench's settings beside those of the records.  `public_host` names the host of the public profile."""
    return {
        "SECRET_KEY": secret, "DEBUG": False, "ROOT_URLCONF": "daybook.web.urls", "SITE_NAME": "Daybook",
        **_applications(), **_languages(), **_people(), **_uploads(home), **_mail(home),
        **(_public(public_host) if public_host else _local()),
        "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        "STATIC_URL": "/static/", "WHITENOISE_USE_FINDERS": True, "WHITENOISE_AUTOREFRESH": False,
        "WHITENOISE_MAX_AGE": 3600,
        "STORAGES": {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
                     "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
        "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
        "DJANGO_TABLES2_TEMPLATE": "web/parts/table.html", "FORM_RENDERER": "django.forms.renderers.TemplatesSetting",
    }


def _applications() -> dict[str, Any]:
    processors = ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
                  "django.contrib.messages.context_processors.messages", "daybook.web.context.everywhere"]
    return {
        "INSTALLED_APPS": [
            "daybook.web", "daybook.records", "django.contrib.auth", "django.contrib.contenttypes",
            "django.contrib.sessions", "django.contrib.messages", "django.contrib.staticfiles", "django.forms",
            "allauth", "allauth.account", "allauth.mfa", "django_htmx", "django_filters", "django_tables2"],
        "MIDDLEWARE": [
            "daybook.web.middleware.probes", "daybook.web.middleware.logged",
            "django.middleware.security.SecurityMiddleware", "whitenoise.middleware.WhiteNoiseMiddleware",
            "daybook.web.middleware.content_security", "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.locale.LocaleMiddleware", "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
            "daybook.web.middleware.by_token", "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware", "allauth.account.middleware.AccountMiddleware",
            "django_htmx.middleware.HtmxMiddleware", "daybook.web.middleware.first_user",
            "daybook.web.middleware.written_down"],
        "TEMPLATES": [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [], "APP_DIRS": True,
                       "OPTIONS": {"context_processors": processors}}],
    }


def _languages() -> dict[str, Any]:
    return {"LANGUAGE_CODE": "zh-hans", "LANGUAGES": [("zh-hans", "中文"), ("en", "English")], "USE_I18N": True,
            "LOCALE_PATHS": [str(HERE / "locale")], "LANGUAGE_COOKIE_NAME": "daybook_language",
            "LANGUAGE_COOKIE_AGE": YEAR, "LANGUAGE_COOKIE_SAMESITE": "Lax", "LANGUAGE_COOKIE_HTTPONLY": True}


def _people() -> dict[str, Any]:
    """Signing in by address and password, a second factor by TOTP, and no door for strangers."""
    rules = "django.contrib.auth.password_validation."
    return {
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": rules + "UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("email", "name")}},
            {"NAME": rules + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
            {"NAME": rules + "CommonPasswordValidator"}, {"NAME": rules + "NumericPasswordValidator"}],
        "LOGIN_URL": "account_login", "LOGIN_REDIRECT_URL": "home", "LOGOUT_REDIRECT_URL": "account_login",
        "ACCOUNT_ADAPTER": "daybook.web.accounts.Accounts", "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"], "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_EMAIL_VERIFICATION": "optional", "ACCOUNT_CHANGE_EMAIL": True, "ACCOUNT_SESSION_REMEMBER": None,
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False, "ACCOUNT_EMAIL_SUBJECT_PREFIX": "Daybook: ",
        "ACCOUNT_RATE_LIMITS": {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key", "reset_password": "20/m/ip,5/m/key",
                                "reset_password_from_key": "20/m/ip", "reauthenticate": "10/m/user"},
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"], "MFA_TOTP_ISSUER": "Daybook",
        "SESSION_COOKIE_AGE": 14 * 86_400, "SESSION_COOKIE_HTTPONLY": True, "SESSION_COOKIE_NAME": "daybook_session",
        "CSRF_COOKIE_HTTPONLY": True, "CSRF_COOKIE_NAME": "daybook_csrf",
        "CSRF_FAILURE_VIEW": "daybook.web.views.problems.csrf_failed",
        "CSRF_USE_SESSIONS": False, "X_FRAME_OPTIONS": "DENY", "SECURE_REFERRER_POLICY": "same-origin",
    }


def _uploads(home: Path) -> dict[str, Any]:
    """Files go to the disk of the data folder as they come in, never into memory whole."""
    return {"FILE_UPLOAD_HANDLERS": ["django.core.files.uploadhandler.TemporaryFileUploadHandler"],
            "FILE_UPLOAD_TEMP_DIR": str(home / "records"), "DATA_UPLOAD_MAX_MEMORY_SIZE": 2 * MEGABYTE,
            "DATA_UPLOAD_MAX_NUMBER_FILES": 200, "FILE_UPLOAD_PERMISSIONS": 0o600}


def _mail(home: Path) -> dict[str, Any]:
    """DAYBOOK_MAIL as smtp://user:password@host:port (smtps for TLS from the start); else letters lie in the data folder."""
    url = os.environ.get("DAYBOOK_MAIL", "")
    sender = {"DEFAULT_FROM_EMAIL": os.environ.get("DAYBOOK_MAIL_FROM", "daybook@localhost")}
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
                "EMAIL_FILE_PATH": str(home / "letters"), **sender}
    parts = urlsplit(url)
    return {"EMAIL_HOST": parts.hostname or "", "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""), "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps", "EMAIL_USE_TLS": parts.scheme == "smtp", "EMAIL_TIMEOUT": 20, **sender}


def _local() -> dict[str, Any]:
    return {"ALLOWED_HOSTS": LOCAL_HOSTS, "SESSION_COOKIE_SECURE": False, "CSRF_COOKIE_SECURE": False,
            "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "http"}


def _public(host: str) -> dict[str, Any]:
    """Behind a proxy that speaks TLS and sets X-Forwarded-Proto and X-Forwarded-For."""
    return {"ALLOWED_HOSTS": [host], "CSRF_TRUSTED_ORIGINS": [f"https://{host}"], "SECURE_SSL_REDIRECT": True,
            "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"), "SECURE_HSTS_SECONDS": YEAR,
            "SECURE_HSTS_INCLUDE_SUBDOMAINS": True, "SECURE_HSTS_PRELOAD": True, "SESSION_COOKIE_SECURE": True,
            "CSRF_COOKIE_SECURE": True, "LANGUAGE_COOKIE_SECURE": True, "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
            "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https"}
