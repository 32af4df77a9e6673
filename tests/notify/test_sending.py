"""A message really goes out through apprise, in each service's own form, and an error inside a 200 is no delivery."""

import logging
from collections.abc import Iterator

import pytest

from daybook.domain.errors import WrongUsage
from daybook.domain.letters import ChannelKind, Letter, Sent
from daybook.notify import channels
from daybook.notify.sending import send
from tests.notify.receivers import Receiver, SmtpServer, running

LETTER = Letter("a1b2c3", "晨报 小满旗舰店", "支付金额 12,300 元，较上周同期 -8%\n不能等：2 单今天 16:00 前发货")
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=" + "t" * 64
FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook/0000aaaa-bbbb-cccc-dddd-eeeeffff0000"
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0000aaaa-bbbb-cccc-dddd-eeeeffff0000"
SLACK = "https://hooks.slack.com/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with running(Receiver()) as server:
        yield server


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with running(SmtpServer()) as server:
        yield server


def test_dingtalk_gets_its_text_message_signed_where_it_signs(receiver: Receiver) -> None:
    receiver.answer = 200, '{"errcode":0,"errmsg":"ok"}'
    assert send(ChannelKind.DINGTALK, DINGTALK + "&secret=SEC000", LETTER, receiver.url).outcome is Sent.DELIVERED
    [(path, _, said)] = receiver.posts
    assert path.startswith(f"/robot/send?access_token={'t' * 64}&timestamp=")
    assert "&sign=" in path
    assert said["msgtype"] == "text"
    assert said["text"]["content"] == f"{LETTER.title}\r\n{LETTER.body}\n#a1b2c3"


def test_feishu_gets_its_text_message(receiver: Receiver) -> None:
    receiver.answer = 200, '{"code":0,"msg":"success","data":{}}'
    assert send(ChannelKind.FEISHU, FEISHU, LETTER, receiver.url).outcome is Sent.DELIVERED
    [(path, _, said)] = receiver.posts
    assert path.startswith("/open-apis/bot/v2/hook/0000aaaa")
    assert said["msg_type"] == "text"
    assert LETTER.title in said["content"]["text"]
    assert LETTER.body in said["content"]["text"]


def test_wecom_gets_its_text_message(receiver: Receiver) -> None:
    receiver.answer = 200, '{"errcode":0,"errmsg":"ok"}'
    assert send(ChannelKind.WECOM, WECOM, LETTER, receiver.url).outcome is Sent.DELIVERED
    [(path, _, said)] = receiver.posts
    assert path == "/cgi-bin/webhook/send?key=0000aaaa-bbbb-cccc-dddd-eeeeffff0000"
    assert said["msgtype"] == "text"
    assert LETTER.body in said["text"]["content"]


def test_slack_gets_its_message(receiver: Receiver) -> None:
    assert send(ChannelKind.SLACK, SLACK, LETTER, receiver.url).outcome is Sent.DELIVERED
    [(path, _, said)] = receiver.posts
    assert path == "/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx"
    assert LETTER.title in str(said)
    assert "不能等" in str(said)


def test_a_webhook_gets_json_and_the_same_key_each_time(receiver: Receiver) -> None:
    for _ in range(2):
        assert send(ChannelKind.WEBHOOK, f"{receiver.url}/hook?team=7", LETTER).outcome is Sent.DELIVERED
    assert [p[0] for p in receiver.posts] == ["/hook?team=7"] * 2
    assert {p[1]["Idempotency-Key"] for p in receiver.posts} == {"a1b2c3"}
    assert receiver.posts[0][2]["title"] == LETTER.title
    assert receiver.posts[0][2]["message"] == f"{LETTER.body}\n#a1b2c3"


def test_mail_arrives_with_its_subject_and_text(smtp: SmtpServer) -> None:
    address = f"mailto://mei:geheim@127.0.0.1:{smtp.port}?from=daybook@agency.example&to=mei@agency.example&mode=insecure"
    assert send(ChannelKind.MAIL, address, LETTER).outcome is Sent.DELIVERED
    [letter] = smtp.letters
    assert letter["Subject"] == LETTER.title
    assert letter["To"] == "mei@agency.example"
    assert letter["X-Daybook-Reference"] == "a1b2c3"
    body = letter.get_body(("plain",))
    assert body is not None
    assert "不能等" in body.get_content()
    smtp.refuses = True
    assert send(ChannelKind.MAIL, address, LETTER).outcome is Sent.UNKNOWN


@pytest.mark.parametrize(("kind", "address", "answer", "why"), [
    (ChannelKind.DINGTALK, DINGTALK, (200, '{"errcode":310000,"errmsg":"keywords not in content"}'),
     "error 310000: keywords not in content"),
    (ChannelKind.FEISHU, FEISHU, (200, '{"code":19024,"msg":"Key Words Not Found"}'), "error 19024: Key Words Not Found"),
    (ChannelKind.WECOM, WECOM, (200, '{"errcode":93000,"errmsg":"invalid webhook url"}'),
     "error 93000: invalid webhook url"),
    (ChannelKind.DINGTALK, DINGTALK, (500, "down"), "HTTP 500"),
    (ChannelKind.SLACK, SLACK, (403, "invalid_token"), "HTTP 403"),
])
def test_an_error_is_no_delivery_wherever_it_stands(
        receiver: Receiver, kind: ChannelKind, address: str, answer: tuple[int, str], why: str) -> None:
    receiver.answer = answer
    attempt = send(kind, address, LETTER, receiver.url)
    assert (attempt.outcome, attempt.detail) == (Sent.REFUSED, why)


def test_without_an_answer_nobody_knows_whether_it_arrived(
        receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "ANSWER", 0.3)
    receiver.delay = 1.5
    attempt = send(ChannelKind.WECOM, WECOM, LETTER, receiver.url)
    assert attempt.outcome is Sent.UNKNOWN
    assert len(receiver.posts) == 1


def test_nobody_there_is_a_message_that_did_not_go_out() -> None:
    assert send(ChannelKind.WECOM, WECOM, LETTER, "http://127.0.0.1:9").outcome is Sent.REFUSED


@pytest.mark.parametrize("kind", list(ChannelKind))
def test_an_address_that_is_none_is_refused_and_never_repeated(
        kind: ChannelKind, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(WrongUsage) as refused:
        send(kind, "tel:geheim-12345", LETTER)
    assert "geheim" not in str(refused.value)
    assert "geheim" not in caplog.text


def test_no_secret_of_an_address_is_logged(receiver: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    receiver.answer = 500, "down"
    send(ChannelKind.DINGTALK, DINGTALK + "&secret=SEC000", LETTER, receiver.url)
    assert "t" * 64 not in "".join(r.getMessage() for r in caplog.records if r.name.startswith("apprise"))
