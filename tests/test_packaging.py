"""What keeps it running in containers: the proxy comes to the workbench by the one address that is believed."""

from pathlib import Path

import yaml

PACKAGING = Path(__file__).resolve().parents[1] / "packaging"


def test_the_proxy_reaches_the_workbench_by_the_address_that_is_believed_and_no_other() -> None:
    """Over a second network its address would be another: its word of TLS would not count, and pages redirect without end."""
    services = yaml.safe_load((PACKAGING / "compose.yaml").read_text("utf-8"))["services"]
    command, networks = services["workbench"]["command"], services["proxy"]["networks"]
    shared = set(networks) & set(services["workbench"]["networks"])
    assert shared == {"front"}
    assert networks["front"]["ipv4_address"] == command[command.index("--proxy") + 1]
