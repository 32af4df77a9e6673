"""The transactional side of the lake's ledger: what is published, and load numbers."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from daybook.domain.errors import LakeError
from daybook.domain.published import Published, Swept
from daybook.records import models


class RecordBooks:
    """`Books` of the lake, kept in the records.  `now` is the clock of the door that opened the house."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now

    def published(self) -> Published:
        """What readers see now."""
        row = models.Published.objects.order_by("-seq").first()
        if row is None:
            return Published()
        swept = {t: Swept(datetime.fromisoformat(at), load) for t, (at, load) in row.swept.items()}
        return Published(row.seq, row.load, dict(row.versions), swept)

    def publish(self, published: Published) -> None:
        """Makes a new state visible; two writers with the same `seq` cannot both succeed."""
        with transaction.atomic():
            last = models.Published.objects.order_by("-seq").first()
            if published.seq != (last.seq if last else 0) + 1:
                raise LakeError("another process published in between", where=f"state {published.seq}",
                                next_step="run the command again; nothing was lost")
            models.Published.objects.create(
                seq=published.seq, load=published.load, versions=dict(published.versions), at=self.now(),
                swept={t: [s.known_at.isoformat(), s.load] for t, s in published.swept.items()})

    def next_load(self, count: int = 1) -> int:
        """The first of `count` new load numbers."""
        with transaction.atomic():
            counter, _ = models.Counter.objects.select_for_update().get_or_create(name="load")
            models.Counter.objects.filter(pk=counter.pk).update(value=F("value") + count)
            counter.refresh_from_db()
            return int(counter.value) - count + 1

