"""The queue over several machines: procrastinate on PostgreSQL, whose LISTEN/NOTIFY wakes whoever waits at once.

Its worker only passes the number of a run on; the work is done by the loop, under the run's own claim.
"""

import asyncio
import queue
import threading
import time

import procrastinate
import psycopg
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from daybook.domain.errors import DaybookError
from daybook.jobs.stopping import Stop

QUEUE = "daybook"
#: Seconds between looks at whether to stop.
LOOK = 0.25
#: Seconds in which the database has to answer at the start.
PATIENCE = 5


class ProcrastinateQueue:
    """Calls for runs through procrastinate; listens in a thread of its own from the first `take` on."""

    def __init__(self, url: str) -> None:
        self.called: queue.SimpleQueue[int] = queue.SimpleQueue()
        self.sender = procrastinate.App(connector=procrastinate.SyncPsycopgConnector(conninfo=url))
        self.listener = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url))
        self.call = self.sender.task(name="call", queue=QUEUE)(_nothing)
        self.listener.task(name="call", queue=QUEUE)(self._hear)
        self.thread: threading.Thread | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.worker: asyncio.Task[None] | None = None
        try:
            psycopg.connect(url, connect_timeout=PATIENCE).close()       # a pool would try for much longer
            self.sender.open()
            if not self.sender.check_connection():
                self.sender.schema_manager.apply_schema()
        except (psycopg.Error, ConnectorException) as problem:
            raise DaybookError(f"the queue's database cannot be used ({type(problem.__cause__ or problem).__name__})",
                               next_step="check DAYBOOK_QUEUE_URL and that PostgreSQL runs") from None

    def put(self, run: int) -> None:
        """Calls for a run, unless it is called for already."""
        try:
            self.call.configure(queueing_lock=f"run-{run}").defer(run=run)
        except AlreadyEnqueued:
            return
        except ConnectorException:
            return                           # the database is away: processes look by themselves

    def take(self, seconds: float, stop: Stop) -> int | None:
        if self.thread is None or not self.thread.is_alive():
            self.thread = threading.Thread(target=lambda: asyncio.run(self._listen()), daemon=True)
            self.thread.start()
        end = time.monotonic() + seconds
        while not stop.asked:
            try:
                return self.called.get(timeout=max(0.01, min(LOOK, end - time.monotonic())))
            except queue.Empty:
                if time.monotonic() >= end:
                    break
        return None

    def close(self) -> None:
        if self.loop is not None and self.worker is not None and self.thread is not None and self.thread.is_alive():
            self.loop.call_soon_threadsafe(self.worker.cancel)
            self.thread.join(5)
        self.sender.close()

    async def _hear(self, run: int) -> None:
        self.called.put(run)

    async def _listen(self) -> None:
        """Listens until cancelled; when the database goes away the next `take` begins anew."""
        self.loop = asyncio.get_running_loop()
        try:
            async with self.listener.open_async():
                self.worker = asyncio.create_task(self.listener.run_worker_async(
                    queues=[QUEUE], install_signal_handlers=False, delete_jobs="always"))
                await self.worker
        except (asyncio.CancelledError, ConnectorException):
            return


def _nothing(run: int) -> None:
    """The sender only names the task; the listener has the function."""
