"""Channels: what a person pastes as the address of each kind, and the service of apprise behind it.

An address is a secret (whoever has it can write to the group): it is held in memory only while a message is sent.
"""

import re
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

from daybook.domain.errors import WrongUsage
from daybook.domain.letters import ChannelKind

#: Kind -> what its address looks like, as people find it in the service.
ADDRESSES = {
    ChannelKind.DINGTALK: "https://oapi.dingtalk.com/robot/send?access_token=…[&secret=SEC…]",
    ChannelKind.FEISHU: "https://open.feishu.cn/open-apis/bot/v2/hook/…",
    ChannelKind.WECOM: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    ChannelKind.SLACK: "https://hooks.slack.com/services/T…/B…/…",
    ChannelKind.MAIL: "mailtos://user:password@smtp.example.com:587?from=daybook@example.com&to=mei@example.com",
    ChannelKind.WEBHOOK: "https://example.com/hook",
}
#: Seconds to connect and to wait for an answer.
CONNECT, ANSWER = 10, 20


def service(kind: ChannelKind, address: str, reference: str = "", relay: str = "") -> Any:
    """apprise's service for an address.  WrongUsage, without the address, where it is none of this kind.

    `relay` takes the place of the service's own host, for networks in which only a relay may speak to the outside.
    """
    import apprise

    made = apprise.Apprise.instantiate(_url(kind, address, reference), suppress_exceptions=True)
    if made is None:
        raise WrongUsage(f"this is no {kind} address", next_step=f"write it as {ADDRESSES[kind]}")
    if relay:
        _redirect(made, kind, relay)
    return made


def _url(kind: ChannelKind, address: str, reference: str) -> str:
    more = f"cto={CONNECT}&rto={ANSWER}&overflow=split"
    parts = urlsplit(address.strip())
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if kind is ChannelKind.MAIL:
        if parts.scheme not in ("mailto", "mailtos"):
            return ""
        return f"{address.strip()}{'&' if parts.query else '?'}{more}&+X-Daybook-Reference={quote(reference)}"
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    last = parts.path.rstrip("/").rpartition("/")[2]
    if kind is ChannelKind.DINGTALK:
        secret = f"{quote(asked['secret'])}@" if asked.get("secret") else ""
        return f"dingtalk://{secret}{quote(asked.get('access_token', ''))}/?{more}"
    if kind is ChannelKind.FEISHU:
        return f"feishu://{quote(last)}/?{more}" if "/hook/" in parts.path else ""
    if kind is ChannelKind.WECOM:
        return f"wecombot://{quote(asked.get('key', ''))}/?{more}"
    if kind is ChannelKind.SLACK:
        found = re.fullmatch(r"/services/([A-Za-z0-9]+)/([A-Za-z0-9]+)/([A-Za-z0-9]+)/?", parts.path)
        return f"slack://{'/'.join(found.groups())}/?footer=no&image=no&{more}" if found else ""
    scheme = "json" if parts.scheme == "http" else "jsons"
    query = "".join(f"-{quote(name)}={quote(value)}&" for name, value in asked.items())
    return urlunsplit((scheme, parts.netloc, parts.path, f"{query}{more}&+Idempotency-Key={quote(reference)}", ""))


def _redirect(made: Any, kind: ChannelKind, relay: str) -> None:
    """Puts a relay in the place of the service's host, in the field from which apprise's plugin takes its address."""
    name = {ChannelKind.DINGTALK: "notify_url", ChannelKind.FEISHU: "notify_url", ChannelKind.WECOM: "api_url",
            ChannelKind.SLACK: "webhook_url"}.get(kind)
    if name is None:
        raise WrongUsage(f"a {kind} channel has an address of its own and no relay",
                         next_step="name the relay in the address")
    own = re.sub(r"^https?://[^/]+", "", getattr(made, name))
    setattr(made, name, relay.rstrip("/") + own)
