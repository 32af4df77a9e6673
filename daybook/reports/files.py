"""File names for reports that people keep."""


def safe_name(name: str) -> str:
    """A shop's name as a file name: letters and digits of any script, the rest as _.

    >>> safe_name("A/B 小店")
    'A_B_小店'
    """
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in name).strip(".") or "_"
