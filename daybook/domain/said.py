"""A sentence with named places, kept apart from its values so that it can be said in another language."""


class Said(str):
    """An English sentence that remembers its template and values.

    >>> Said("no order on {day}", day="2 Feb")
    'no order on 2 Feb'
    >>> Said("no order on {day}", day="2 Feb").template
    'no order on {day}'
    """

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, **values: object) -> "Said":
        said = super().__new__(cls, template.format(**values))
        said.template, said.values = template, values
        return said
