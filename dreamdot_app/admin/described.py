"""What the trail keeps of a browser: words of ours, nothing that it wrote itself."""

import asyncio
from typing import Any, Protocol

from dreamdot_app.accounts.service import described


class OnDevice(Protocol):
    """An event that tells what it came from: its ``kind``, where it has one, is as in sessions."""

    @property
    def user_agent(self) -> str:
        """What the browser says that it is."""
        ...


async def with_device(event: OnDevice, **details: Any) -> dict[str, Any]:
    """The details of an event, and what it came from."""
    if getattr(event, "kind", "browser") == "api":
        return {**details, "device": "An API client"}
    return {**details, "device": await asyncio.to_thread(described, event.user_agent)}
