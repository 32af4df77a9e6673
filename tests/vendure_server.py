"""A real Vendure server of a test's own: port and data folder are nobody else's."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.alone import alone

SHOPS = Path(__file__).resolve().parents[2] / "shared" / "shops"
FOLDER = Path(os.environ.get("SHOP_DIR", Path(os.environ.get("TMPDIR", "/var/tmp")) / "shops/vendure/app"))


@contextmanager
def vendure_server(port: int) -> Iterator[str]:
    """Starts the server with SQLite, as it was seeded, and stops it again; the first start installs, which takes minutes."""
    data = FOLDER / f"data-{port}"
    where = {**os.environ, "DB": "sqlite", "PORT": str(port), "SHOP_DATA": str(data)}
    with alone("vendure"):                           # the first one installs and seeds in the folder of all
        _seed_from_another(data)
        seeded = (data / "seeded.sqlite").exists()
        subprocess.run([SHOPS / "vendure/start.sh", *["reset"] * seeded], env=where, check=True, timeout=1500, capture_output=True)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        subprocess.run([SHOPS / "vendure/start.sh", "stop"], env=where, check=True, timeout=60)


def _seed_from_another(data: Path) -> None:
    """Takes the catalogue that another port's server was seeded with: seeding takes a minute."""
    other = next((f for f in sorted(FOLDER.glob("data-*/seeded.sqlite")) if (f.parent / "assets").is_dir()), None)
    if data.exists() or other is None:
        return
    fresh = data.with_name(f"{data.name}.part")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(other.parent / "assets", fresh / "assets")
    shutil.copyfile(other, fresh / "seeded.sqlite")
    shutil.copyfile(other, fresh / "vendure.sqlite")
    fresh.rename(data)
