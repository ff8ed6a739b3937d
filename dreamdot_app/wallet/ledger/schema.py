"""The ledger's functions, triggers and grants: the files of ``sql/`` in their order.

A revision holds this text as it was then. A change here is a new revision.
"""

from importlib.resources import files

from dreamdot_app.core.db import Database
from dreamdot_app.core.tables import beyond_tables


def ledger_sql() -> str:
    """Everything that makes tables a ledger, as one text of several statements."""
    folder = files("dreamdot_app.wallet.ledger") / "sql"
    parts = sorted(part.name for part in folder.iterdir() if part.name.endswith(".sql"))
    return "\n".join((folder / part).read_text(encoding="utf-8") for part in parts)


beyond_tables(Database.ITEMS, ledger_sql())
