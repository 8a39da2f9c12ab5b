"""A way to a cluster's API for programs outside of its network, where most programs are.

A socket stays in the network where it was made, no matter which process accepts from it: this
process listens outside and connects from inside.
"""

import asyncio
import json
import socket
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit


@contextmanager
def kubeconfig_from_outside(cluster, folder):
    """A kubeconfig for the tree's own cluster that works without its network, while this lasts."""
    shown = cluster.kubectl("config", "view", "--raw", "--flatten", "--output=json").stdout
    kubeconfig = json.loads(shown)
    (place,) = [each["cluster"] for each in kubeconfig["clusters"]]
    api = urlsplit(place["server"])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        place |= {
            "server": f"https://127.0.0.1:{listener.getsockname()[1]}",
            "tls-server-name": api.hostname,
        }
        file = folder / "kubeconfig"
        file.write_text(json.dumps(kubeconfig))
        command = [*cluster.prefix, sys.executable, __file__, listener.fileno(), api.hostname, api.port]
        with subprocess.Popen(map(str, command), pass_fds=[listener.fileno()]) as relay:
            try:
                yield file
            finally:
                relay.kill()


async def _copy(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.write_eof()
    except OSError:
        writer.close()


async def _serve(listener, host, port):
    async def connected(reader, writer):
        api_reader, api_writer = await asyncio.open_connection(host, port)
        await asyncio.gather(_copy(reader, api_writer), _copy(api_reader, writer))
        for each in (writer, api_writer):
            each.close()

    async with await asyncio.start_server(connected, sock=listener) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2], int(sys.argv[3])))
