"""How fast a morning, a load and a day are, each beside plain DuckDB over the same files in the same run."""
