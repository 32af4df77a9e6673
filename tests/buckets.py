"""Object storage for tests: a server in this process that speaks S3."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def bucket_inside() -> Iterator[str]:
    """A bucket of a server in this process, which the environment names."""
    server_of = pytest.importorskip("moto.server", reason="moto is not installed: pip install 'moto[server]'").ThreadedMotoServer
    server = server_of(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("AWS_ENDPOINT_URL", f"http://{host}:{port}"), ("AWS_ACCESS_KEY_ID", "test"),
                            ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_REGION", "us-east-1")):
            patch.setenv(name, value)
        import boto3  # type: ignore[import-untyped]

        boto3.client("s3", region_name="us-east-1", endpoint_url=f"http://{host}:{port}").create_bucket(Bucket="facts")
        yield "s3://facts"
    server.stop()
