"""Letters of accounts, as tests read them: the newest to somebody, and the token in its link."""

from email.message import EmailMessage
from urllib.parse import unquote

from dreamdot_app.core.settings import settings
from tests.mail import letters_to, link_in, text_in


async def letters(address: str) -> list[EmailMessage]:
    """The letters to an address, oldest first."""
    return await letters_to(settings().data_dir, address)


async def subjects(address: str) -> list[str]:
    """What they are about."""
    return [str(letter["Subject"]) for letter in await letters(address)]


async def newest(address: str, subject: str) -> EmailMessage:
    """The newest one about something."""
    return [one for one in await letters(address) if one["Subject"] == subject][-1]


async def token(address: str, subject: str) -> str:
    """The token in the link of the newest one about something."""
    return token_in(await newest(address, subject))


def token_in(letter: EmailMessage) -> str:
    """The token in the link of a letter."""
    _, _, found = link_in(letter).partition("#token=")
    assert found, text_in(letter)
    return unquote(found)


CONFIRM = "Confirm your email address"
CHANGE = "Confirm your new address"
RESET = "A new password"
KNOWN = "You have an account already"
WANTED = "Your address belongs to your account"
LEAVING = "Your address is about to change"
LEFT = "Your address was changed"
CHANGED = "Your password was changed"
