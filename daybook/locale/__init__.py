"""The message catalogs: English is the language of the source, Chinese what most screens show."""
