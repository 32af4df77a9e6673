"""daybook serve and user: the workbench on this machine, and people without a page."""

from typing import TYPE_CHECKING

import click

from daybook.cli.door import Door, clock, main
from daybook.cli.log import begin_log
from daybook.domain.errors import WrongUsage
from daybook.domain.said import Said, Term
from daybook.domain.work import Role

if TYPE_CHECKING:
    from daybook.workflows.house import House

LOCAL = "127.0.0.1"


@main.command("serve")
@click.option("--port", default=8008, show_default=True, help="0 takes a free one.")
@click.option("--public", "public_host", default="", metavar="HOST",
              help="Serve under this host name behind a proxy that speaks TLS; default: this machine only.")
@click.option("--host", default=LOCAL, show_default=True, metavar="ADDRESS",
              help="The address to listen on; any but this machine's own only with --public.")
@click.option("--proxy", default=LOCAL, show_default=True, metavar="ADDRESS",
              help="With --public: the proxy's address; nobody else's word on who asks is believed.")
@click.pass_obj
def serve(door: Door, port: int, public_host: str, host: str, proxy: str) -> None:
    """Serves the workbench.  Without anybody registered it prints where the first person begins."""
    if host != LOCAL and not public_host:
        raise WrongUsage(f"{host} can be reached by others, without TLS",
                         next_step="name the public host with --public, or leave --host out")
    begin_log()
    house = door.workbench(public_host)
    _answer(door, house, port, public_host, host=host, proxy=proxy if public_host else "")


def serve_demo(door: Door, port: int) -> None:
    """Serves the demonstration with a sign-in that is printed; anew each time, since it is nobody's."""
    house = door.workbench()
    from daybook.web.registering import demo_person

    email, password = demo_person(clock())
    _answer(door, house, port, "", Said("sign in as {email} with the password {password}", email=email, password=password))


def _answer(door: Door, house: "House", port: int, public_host: str, said: str = "", host: str = LOCAL, proxy: str = "") -> None:
    from daybook.web.registering import nobody_yet
    from daybook.web.serve import run_until_stopped, setup_code
    from daybook.web.serve import serve as bind

    try:
        server = bind(port, host, proxy=proxy)
    except OSError as problem:
        raise WrongUsage(f"port {port} cannot be used: {problem.strerror}", next_step="name another with --port") from None
    address = f"https://{public_host}/" if public_host else f"http://{LOCAL}:{server.effective_port}/"
    door.tell(Said("serving on {address} (Ctrl-C ends)", address=address))
    if nobody_yet():
        said = Said("nobody is registered yet: begin at {address}", address=f"{address}setup/?code={setup_code(house.home)}")
    if said:
        door.tell(said)
    run_until_stopped(server)
    door.tell(Said("stopped"))


@main.group("user")
def user() -> None:
    """People who may sign in at the workbench."""


@user.command("add")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([r.value for r in Role]), help="What they do.")
@click.option("--client", default="", help="For which client; default: for all.")
@click.option("--shop", "shops", multiple=True, help="Only these shops of the client; default: all.")
@click.option("--name", default="", help="As colleagues call them.")
@click.option("--password", "password", default=None, help="Default: one is made and printed.")
@click.pass_obj
def add(door: Door, email: str, role: str, client: str, shops: tuple[str, ...], name: str, password: str | None) -> None:
    """Registers a person with a role, or gives a registered one another role."""
    door.workbench()            # before the models are imported: a process of its own has no settings yet
    from daybook.web.registering import register

    made = register(email, Role(role), client, shops, name, password, clock())
    said = {"email": email.lower(), "role": role, "client": client, "shops": list(shops), "password": made}
    told = Said("{who} is {role} of {client}", who=email.lower(), role=Term("role", role), client=client or Said("every client"))
    door.show(said, Said("{told}; password: {password}", told=told, password=made) if made and password is None else told)
