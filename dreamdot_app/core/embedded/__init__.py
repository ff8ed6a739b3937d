"""A real PostgreSQL and a real MongoDB from wheels, shared by all processes of a data folder.

For development and tests only. On Linux nothing listens on TCP: both servers are reached
through Unix sockets in a folder that only their owner may enter.

The pieces: `servers` is what users call; `start` brings up a `supervisor`, which runs a `process`
for each server, `postgres` and `mongo`; `readiness` makes what the servers must contain.
"""

from dreamdot_app.core.embedded.errors import (
    CannotLeaveRoot,
    EmbeddedServersError,
    ServerProgramMissing,
    ServersDidNotStart,
    ServersInUse,
    StartAbandoned,
)
from dreamdot_app.core.embedded.servers import (
    Servers,
    keep_running,
    open_servers,
    open_servers_now,
    reset,
    stop,
)

__all__ = [
    "CannotLeaveRoot",
    "EmbeddedServersError",
    "ServerProgramMissing",
    "Servers",
    "ServersDidNotStart",
    "ServersInUse",
    "StartAbandoned",
    "keep_running",
    "open_servers",
    "open_servers_now",
    "reset",
    "stop",
]
