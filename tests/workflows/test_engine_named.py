"""Which engine a batch runs on: none but what DAYBOOK_ENGINE names, and what is wrong is said before anything is done."""

from importlib.util import find_spec

import pytest

from daybook.domain.errors import WrongUsage
from daybook.facts.spark import for_spark
from daybook.workflows.on_cluster import the_cluster


@pytest.mark.parametrize("named", ["", "duckdb"])
def test_this_machine_is_the_engine_where_no_cluster_is_named(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_ENGINE", named)
    with the_cluster() as cluster:
        assert cluster is None


def test_an_engine_that_there_is_not_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_ENGINE", "flink://somewhere")
    with pytest.raises(WrongUsage, match="spark://HOST"), the_cluster():
        pass


@pytest.mark.skipif(find_spec("pyspark") is not None, reason="Spark is installed")
def test_spark_that_is_not_installed_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_ENGINE", "spark://127.0.0.1:7077")
    with pytest.raises(WrongUsage, match=r"daybook-ops\[cluster\]"), the_cluster():
        pass


def test_a_query_of_the_session_in_the_words_of_spark() -> None:
    """Names in backticks, a window's filter as a query around it, whole numbers of any length, no value last."""
    asked = 'SELECT "day", epoch_us(at)::HUGEINT AS n FROM t QUALIFY row_number() OVER (PARTITION BY k ORDER BY at) = 1'
    assert for_spark(asked) == (
        "SELECT `day`, n FROM (SELECT `day`, CAST(UNIX_MICROS(at) AS DECIMAL(38, 0)) AS n, "
        "ROW_NUMBER() OVER (PARTITION BY k ORDER BY at NULLS LAST) AS _w FROM t) AS _t WHERE _w = 1")
