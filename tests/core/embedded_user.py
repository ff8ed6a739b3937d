"""A process that uses the embedded servers of a data folder until its input ends.

Run by the tests of `core.embedded`: ``python embedded_user.py DATA_DIR``.
"""

import sys
from pathlib import Path

from dreamdot_app.core.embedded import open_servers_now

with open_servers_now(Path(sys.argv[1])) as servers:
    print(servers.postgres_urls["items"], servers.mongodb_uri, flush=True)
    sys.stdin.read()
