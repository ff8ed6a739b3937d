"""Which events the audit trail keeps. Importing this registers them."""

from dreamdot_app.accounts.contract import AccountJoined, SessionBegan, SessionEnded
from dreamdot_app.admin.audit import audited

audited(
    AccountJoined,
    account=lambda event: event.account_id,
    details=lambda event: {"username": event.username},
)
audited(
    SessionBegan,
    account=lambda event: event.account_id,
    details=lambda event: {"session": str(event.session_id)},
)
audited(
    SessionEnded,
    account=lambda event: event.account_id,
    details=lambda event: {"session": str(event.session_id)},
)
