"""Somebody's mailbox, beside a running DreamDot: the letters that it has put into its maildir."""

import asyncio
from email.message import EmailMessage

from tests.e2e.running import DreamDot
from tests.mail import letters_to, link_in


async def letter(
    dreamdot: DreamDot, address: str, subject: str, *, number: int = 1
) -> EmailMessage:
    """Wait for a letter to an address about something: the first, or which ``number`` says."""
    async with asyncio.timeout(30):
        while True:
            found = await letters_to(dreamdot.data_dir, address)
            about = [one for one in found if one["Subject"] == subject]
            if len(about) >= number:
                return about[number - 1]
            await asyncio.sleep(0.1)


async def path_in(dreamdot: DreamDot, address: str, subject: str, *, number: int = 1) -> str:
    """Where a letter about something leads, as a path of the running DreamDot."""
    link = link_in(await letter(dreamdot, address, subject, number=number))
    assert link.startswith(dreamdot.address), link
    return link.removeprefix(dreamdot.address)
