"""Which events the audit trail keeps. Importing this registers them."""

from dreamdot_app.accounts.contract import (
    AccountJoined,
    EmailChanged,
    EmailConfirmed,
    FactorAdded,
    FactorRefused,
    FactorRemoved,
    PasskeyCopied,
    PasswordChanged,
    PasswordRemoved,
    ProviderLinked,
    ProviderUnlinked,
    RecoveryCodesMade,
    RecoveryCodeUsed,
    RefreshReused,
    RoleChanged,
    SessionBegan,
    SessionEnded,
    SignInFailed,
    UsernameChanged,
)
from dreamdot_app.admin.audit import audited
from dreamdot_app.admin.described import with_device
from dreamdot_app.market.contract import WorkPublished, WorkSold, WorkWithdrawn
from dreamdot_app.wallet.contract import (
    CardRefunded,
    CardRefundReturned,
    LedgerDisagreed,
    MoneyAdded,
    PaymentDisputed,
    PayoutAsked,
    PayoutPaid,
    PayoutPuzzling,
    PayoutReturned,
    PayoutsHeld,
    PayoutsResumed,
    PromoCodeEnded,
    PromoCodeMade,
    PromoCodeRedeemed,
    StripeDoesNotFit,
)

audited(AccountJoined, account=lambda event: event.account_id)
audited(
    SessionBegan,
    account=lambda event: event.account_id,
    details=lambda event: with_device(event, session=str(event.session_id), how=event.how),
)
audited(
    SignInFailed,
    account=lambda event: event.account_id,
    details=with_device,
)
audited(
    SessionEnded,
    account=lambda event: event.account_id,
    details=lambda event: with_device(event, session=str(event.session_id), how=event.how),
)
audited(
    RefreshReused,
    account=lambda event: event.account_id,
    details=lambda event: {"session": str(event.session_id)},
)
audited(EmailConfirmed, account=lambda event: event.account_id)
audited(EmailChanged, account=lambda event: event.account_id)
audited(
    PasswordChanged,
    account=lambda event: event.account_id,
    details=lambda event: {"how": event.how},
)
audited(
    ProviderLinked,
    account=lambda event: event.account_id,
    details=lambda event: {"provider": event.provider},
)
audited(
    ProviderUnlinked,
    account=lambda event: event.account_id,
    details=lambda event: {"provider": event.provider},
)
audited(
    FactorAdded,
    account=lambda event: event.account_id,
    details=lambda event: {"kind": event.kind},
)
audited(
    FactorRemoved,
    account=lambda event: event.account_id,
    details=lambda event: {"kind": event.kind},
)
audited(
    FactorRefused,
    account=lambda event: event.account_id,
    details=lambda event: {"way": event.way},
)
audited(RecoveryCodesMade, account=lambda event: event.account_id)
audited(
    RecoveryCodeUsed,
    account=lambda event: event.account_id,
    details=lambda event: {"left": event.left},
)
audited(
    PasskeyCopied,
    account=lambda event: event.account_id,
    details=lambda event: {"passkey": str(event.passkey_id)},
)
audited(PasswordRemoved, account=lambda event: event.account_id)
audited(
    RoleChanged,
    account=lambda event: event.account_id,
    details=lambda event: {"former": event.former, "role": event.role},
)
audited(
    UsernameChanged,
    account=lambda event: event.account_id,
    details=lambda event: {"former": event.former, "username": event.username},
)
audited(
    WorkPublished,
    account=lambda event: event.creator_id,
    details=lambda event: {"work": str(event.work_id), "first_time": event.first_time},
)
audited(
    WorkWithdrawn,
    account=lambda event: event.creator_id,
    details=lambda event: {"work": str(event.work_id)},
)
audited(
    WorkSold,
    account=lambda event: event.buyer_id,
    details=lambda event: {
        "work": str(event.work_id),
        "creator": str(event.creator_id),
        "price_minor": event.price_minor,
        "transfer": str(event.transfer_id) if event.transfer_id else None,
    },
)
audited(
    PromoCodeMade,
    account=lambda event: event.made_by,
    details=lambda event: {
        "code": str(event.code_id),
        "amount_minor": event.amount_minor,
        "max_uses": event.max_uses,
    },
)
audited(
    PromoCodeEnded,
    account=lambda event: event.ended_by,
    details=lambda event: {"code": str(event.code_id), "uses": event.uses},
)
audited(
    PromoCodeRedeemed,
    account=lambda event: event.account_id,
    details=lambda event: {"code": str(event.code_id), "amount_minor": event.amount_minor},
)
audited(
    MoneyAdded,
    account=lambda event: event.user_id,
    details=lambda event: {
        "payment": str(event.top_up_id),
        "amount_minor": event.amount_minor,
        "currency": event.currency,
    },
)
audited(
    PaymentDisputed,
    account=lambda event: event.user_id,
    details=lambda event: {
        "payment": str(event.top_up_id),
        "dispute": event.dispute,
        "stage": event.stage,
        "amount_minor": event.amount_minor,
        "debt_minor": event.debt_minor,
    },
)
# About nobody: administrators read it.
audited(
    StripeDoesNotFit,
    account=lambda _event: None,
    details=lambda event: {
        "event": event.event_id,
        "type": event.type,
        "reason": event.reason,
    },
)
audited(
    LedgerDisagreed,
    account=lambda _event: None,
    details=lambda event: {"violations": event.violations},
)
for _leaving in (PayoutAsked, PayoutPaid, PayoutReturned):
    audited(
        _leaving,
        account=lambda event: event.user_id,
        details=lambda event: {
            "payout": str(event.payout_id),
            "currency": event.currency,
            "amount_minor": event.amount_minor,
        },
    )
for _returning in (CardRefunded, CardRefundReturned):
    audited(
        _returning,
        account=lambda event: event.user_id,
        details=lambda event: {
            "refund": str(event.refund_id),
            "currency": event.currency,
            "amount_minor": event.amount_minor,
        },
    )
audited(
    PayoutPuzzling,
    account=lambda event: event.user_id,
    details=lambda event: {"payout": str(event.payout_id), "puzzle": event.puzzle},
)
# About nobody: administrators read it.
audited(
    PayoutsHeld,
    account=lambda _event: None,
    details=lambda event: {
        "reason": event.reason,
        "currency": event.currency,
        "waiting": event.waiting,
        "waiting_minor": event.waiting_minor,
    },
)
audited(PayoutsResumed, account=lambda _event: None, details=lambda event: {"by": event.by})
