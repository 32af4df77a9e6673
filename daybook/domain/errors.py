"""Every error that a person may meet: what happened, to which thing, and what to do next.

`exit_code` is what the command line returns: 1 something went wrong, 2 wrong usage, 3 the input needs
a person (an unknown header, an ambiguous shop).
"""

import copyreg


class DaybookError(Exception):
    """Something that a person has to know.

    >>> print(DaybookError("the file is empty", where="orders.csv", next_step="export it again"))
    orders.csv: the file is empty. Next: export it again
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        self.what, self.where, self.next_step = what, where, next_step
        super().__init__(what, where, next_step)

    def __reduce__(self) -> tuple[object, ...]:
        """The same error in another process.

        >>> import pickle
        >>> print(pickle.loads(pickle.dumps(NeedsPerson("two shops", where="a.csv", next_step="name one"))))
        a.csv: two shops. Next: name one
        """
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text}. Next: {self.next_step}" if self.next_step else text


class WrongUsage(DaybookError):
    """The command was called in a way that cannot be carried out."""

    exit_code = 2


class NeedsPerson(DaybookError):
    """The input is readable but a person has to say what it means."""

    exit_code = 3


class NoDay(NeedsPerson):
    """The file is known, but nothing in it says which day or days its rows count."""


class UnknownTable(NeedsPerson):
    """No reader knows this header; the file is kept and asks for a column mapping."""


class BrokenFile(DaybookError):
    """The file cannot be read as a whole: empty, truncated, not a table, ids destroyed."""


class WrongShop(DaybookError):
    """The file belongs to another shop or client than the one named."""


class GrainError(DaybookError):
    """A number was asked for in a way in which it would be wrong, such as visitors summed over days."""


class LakeError(DaybookError):
    """The lake or its ledger is not as it should be; nothing was published."""


class NewerData(LakeError):
    """The data folder was written by a newer version of Daybook; older code leaves it alone."""


class BusyPlatform(DaybookError):
    """A platform was throttling, down or too slow; a later try may succeed."""


class AccessRefused(DaybookError):
    """A platform did not accept the credential, or it lacks a right; a person has to set or grant one."""

    exit_code = 3


class NotAllowed(DaybookError):
    """A person may not do this, or may not do it now: it waits for somebody else, or the moment has passed."""

    exit_code = 3


class WriteRefused(DaybookError):
    """A platform answered that it did not write: the object is as it was."""


class OutcomeUnknown(DaybookError):
    """A write was sent and no answer told what became of it: the object has to be read before anything else."""
