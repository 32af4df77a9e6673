"""daybook agent: the MCP server, over standard input or HTTP."""

import click

from daybook.cli.door import Door, main
from daybook.domain.errors import WrongUsage


@main.command("agent")
@click.option("--http", is_flag=True, help="Serve over HTTP; default: standard input and output, with the token of DAYBOOK_TOKEN.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8009, show_default=True, help="The port to listen on.")
@click.pass_obj
def agent(door: Door, http: bool, host: str, port: int) -> None:
    """The MCP server for agents: they read what their token's owner may read, and propose; they approve and execute nothing."""
    from importlib.util import find_spec

    from daybook.agent.server import serve

    if find_spec("fastmcp") is None:
        raise WrongUsage("the MCP server needs a package that is not installed", next_step="pip install 'daybook-ops[agent]'")
    serve(door.home, http=http, host=host, port=port)
