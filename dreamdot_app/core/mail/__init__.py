"""Letters to people: asked for in a transaction, sent by a job.

``await mail.post(session, to=…, letter=mail.Letter(…), key=…)`` works in each database.
"""

from dreamdot_app.core.mail.letters import Letter, LetterRefused
from dreamdot_app.core.mail.sending import post

__all__ = ["Letter", "LetterRefused", "post"]
