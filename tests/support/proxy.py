"""A TCP proxy in front of a server: counts turns, delays, cuts, freezes, refuses.

It runs in a thread of its own. Attributes may be changed at any time; they count for what
arrives afterwards.

A *turn* is a sequence of client messages after which the client waits: the start of the
connection, or the first client message after one from the server. `psql -c 'select 1'` takes
five with SCRAM and without TLS: startup, two for SCRAM, the query, Terminate.
"""

import asyncio
import collections
import contextlib
import dataclasses
import socket
import struct
import threading
import time

from support.protocol import BackendStream, FrontendStream

FRONTEND, BACKEND = "frontend", "backend"
READ_BYTES = 65536
CUT = object()  # in a queue of messages: here the connection ends


@dataclasses.dataclass(frozen=True)
class Message:
    connection: int
    direction: str
    name: str  # the type byte, or startup, ssl-request, encryption-answer, cancel, opaque
    size_bytes: int


class _Connection:
    """One client and its own connection to the server."""

    def __init__(self, number, proxy, client, server):
        self.number = number
        self.proxy = proxy
        self.writers = {FRONTEND: server[1], BACKEND: client[1]}
        self.readers = {FRONTEND: client[0], BACKEND: server[0]}
        frontend = FrontendStream()
        self.streams = {FRONTEND: frontend, BACKEND: BackendStream(frontend)}
        self.last_direction = BACKEND
        self.is_cut = False

    async def run(self):
        tasks = [
            asyncio.create_task(self._carry(direction, queue))
            for direction in (FRONTEND, BACKEND)
            for queue in [asyncio.Queue()]
        ]
        try:
            await asyncio.gather(*tasks)
        except (ConnectionError, OSError, asyncio.CancelledError):
            pass
        finally:
            for task in tasks:
                task.cancel()
            self.close()

    async def _carry(self, direction, queue):
        sender = asyncio.create_task(self._send(direction, queue))
        try:
            while chunk := await self.readers[direction].read(READ_BYTES):
                due = asyncio.get_running_loop().time() + self.proxy.round_trip_ms / 2000
                for name, message in self.streams[direction].feed(chunk):
                    if self.proxy._should_cut(direction):
                        queue.put_nowait((due, CUT))
                        await sender
                        return
                    await self.proxy._call_if_due(direction)
                    self._count(direction, name, message)
                    queue.put_nowait((due, message))
            queue.put_nowait((0, None))
            await sender
        finally:
            sender.cancel()

    async def _send(self, direction, queue):
        writer = self.writers[direction]
        # drain() then waits until the kernel has sent everything, which a reset would discard.
        writer.transport.set_write_buffer_limits(high=0)
        while True:
            due, message = await queue.get()
            delay = due - asyncio.get_running_loop().time()
            if delay > 0:
                await asyncio.sleep(delay)
            await self.proxy._flowing.wait()
            if message is CUT:
                self.proxy._cut(self)
                return
            if message is None:
                with contextlib.suppress(OSError):
                    writer.write_eof()
                return
            writer.write(message)
            await writer.drain()

    def _count(self, direction, name, message):
        if direction == FRONTEND and self.last_direction == BACKEND:
            self.proxy.turns += 1
        self.last_direction = direction
        self.proxy.messages.append(Message(self.number, direction, name, len(message)))

    def close(self, reset=False):
        for writer in self.writers.values():
            raw = writer.get_extra_info("socket")
            if reset and raw is not None:
                with contextlib.suppress(OSError):
                    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            if reset:
                writer.transport.abort()
            else:
                writer.close()


class Proxy:
    """Starts at once; use as a context manager or call close().

    round_trip_ms   added to every round trip, half in each direction; the handshake of TCP
                    itself is not delayed
    turns           so far, over all connections
    messages        every message so far
    connections     accepted so far
    """

    def __init__(self, target_host, target_port, round_trip_ms=0):
        self.host = "127.0.0.1"
        self.port = None
        self.round_trip_ms = round_trip_ms
        self._target = (target_host, target_port)
        self._live = set()
        self._tasks = set()
        self._cut_when = None
        self._call_when = None
        self._accepts_silently = False
        self.was_cut = threading.Event()
        self.was_called = threading.Event()
        self.reset_counts()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._listener = None
        self._call(self._set_up())

    @classmethod
    def before(cls, server, **options):
        return cls(server.host, server.port, **options)

    def _call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(30)

    async def _set_up(self):
        self._flowing = asyncio.Event()
        self._flowing.set()
        await self._listen()

    async def _listen(self):
        self._listener = await asyncio.start_server(
            self._accept, self.host, self.port or 0, backlog=512
        )
        self.port = self._listener.sockets[0].getsockname()[1]

    async def _accept(self, reader, writer):
        self.connections += 1
        self._tasks.add(asyncio.current_task())
        if self._accepts_silently:
            self._held.append((reader, writer))  # so that the socket is not collected
            return
        try:
            server = await asyncio.open_connection(*self._target)
        except OSError:
            writer.transport.abort()
            return
        connection = _Connection(self.connections, self, (reader, writer), server)
        self._live.add(connection)
        await connection.run()
        self._live.discard(connection)

    def reset_counts(self):
        self.turns = 0
        self.connections = 0
        self.messages = collections.deque()
        self._held = []

    def settle(self, limit_s=10):
        """Waits until every connection is closed and so counted to its end."""
        deadline = time.monotonic() + limit_s
        while self._live:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(self._live)} connections are still open")
            time.sleep(0.002)

    def turns_of(self, work):
        """Turns that calling work() takes, Terminate included."""
        self.settle()
        self.reset_counts()
        work()
        self.settle()
        return self.turns

    # Faults

    def cut_at(self, direction, number):
        """Resets the connection in place of carrying the number-th message (from 1) of a side.

        Counted over all connections from now on. Happens once; later connections pass. Everything
        before it arrives, even in the same segment.
        A cut of a backend message swallows an answer: the server has done the work.
        """
        self.was_cut.clear()
        self._cut_when = [direction, number]

    def never_cut(self):
        self._cut_when = None

    def _should_cut(self, direction):
        if self._cut_when is None or self._cut_when[0] != direction:
            return False
        self._cut_when[1] -= 1
        if self._cut_when[1] > 0:
            return False
        self._cut_when = None
        return True

    def _cut(self, connection):
        connection.close(reset=True)
        self.was_cut.set()

    def call_at(self, direction, number, action):
        """Calls action() before the number-th message (from 1) of a side is carried."""
        self.was_called.clear()
        self._call_when = [direction, number, action]

    async def _call_if_due(self, direction):
        if self._call_when is None or self._call_when[0] != direction:
            return
        self._call_when[1] -= 1
        if self._call_when[1] == 0:
            action, self._call_when = self._call_when[2], None
            await asyncio.get_running_loop().run_in_executor(None, self._act, action)

    def _act(self, action):
        """Independent of the waiting side: the action may kill it, and the connection with it."""
        action()
        self.was_called.set()

    def cut_all(self):
        """Resets every connection now."""

        async def cut():
            for connection in list(self._live):
                connection.close(reset=True)

        self._call(cut())

    def freeze(self):
        """Carries nothing more, and closes nothing: a firewall that drops packets."""
        self._call(self._set_flowing(False))

    def thaw(self):
        self._call(self._set_flowing(True))

    async def _set_flowing(self, flows):
        if flows:
            self._flowing.set()
        else:
            self._flowing.clear()

    def refuse(self):
        """New connections are refused, as by a host without a server."""

        async def stop_listening():
            self._listener.close()

        self._call(stop_listening())

    def accept(self):
        """Ends refuse(), on the same port."""
        self._call(self._listen())

    def be_silent(self):
        """New connections are accepted and never answered."""
        self._accepts_silently = True

    def speak(self):
        self._accepts_silently = False

    def close(self):
        async def shut():
            self._listener.close()
            for connection in list(self._live):
                connection.close(reset=True)
            for _, writer in self._held:
                writer.transport.abort()
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        if self._loop.is_running():
            self._call(shut())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)
            self._loop.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
