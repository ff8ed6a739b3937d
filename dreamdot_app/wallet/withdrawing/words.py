"""What Stripe and our own states say, in plain words."""

from collections.abc import Iterable

# Stripe names what it wants by the place where it goes: individual.dob.day, company.tax_id, …
# https://docs.stripe.com/connect/handling-api-verification
_WANTED = (
    ("external_account", "A bank account or debit card to be paid to"),
    ("tos_acceptance", "Your agreement to Stripe’s terms"),
    ("business_type", "Whether you are a person or a company"),
    ("business_profile", "A few words about what you do"),
    ("verification.document", "A picture of your passport or identity card"),
    ("verification.additional_document", "A second document that shows who you are"),
    ("first_name", "Your name"),
    ("last_name", "Your name"),
    ("dob", "Your date of birth"),
    ("address", "Your address"),
    ("id_number", "Your tax or identity number"),
    ("ssn_last_4", "The last digits of your social security number"),
    ("tax_id", "The company’s tax number"),
    ("email", "Your email address"),
    ("phone", "Your phone number"),
    ("owners", "Who owns the company"),
    ("directors", "Who leads the company"),
    ("executives", "Who leads the company"),
    ("representative", "Who speaks for the company"),
    ("company", "Details of the company"),
)
_SOMETHING_ELSE = "Something more, which Stripe’s page explains"

_WHY_RETURNED = {
    "taken_back": "You took it back before it left.",
    "debt": "A payment into your wallet was charged back, and what you earn repays that first.",
    "account_closed": "The bank says that the account is closed.",
    "no_account": "The bank does not know the account.",
    "invalid_account_number": "The bank does not know the account.",
    "incorrect_account_holder_name": "The name on the bank account is another one.",
    "declined": "The bank did not take it.",
    "payouts_not_allowed": "Stripe does not pay out to your account at the moment.",
    "insufficient_capabilities_for_transfer": "Stripe does not pay out to your account yet.",
    "account_invalid": "The account at Stripe is not there any more.",
    "canceled": "It was stopped on its way.",
}
_BANK_OR_STRIPE = "It could not be paid out. Look at your bank details at Stripe, then try again."


def wanted(requirements: Iterable[str]) -> tuple[str, ...]:
    """What Stripe still wants to know, each once, in its order."""
    return tuple(dict.fromkeys(_said(one) for one in requirements))


def _said(requirement: str) -> str:
    parts = f".{requirement}."
    found = (words for name, words in _WANTED if f".{name}." in parts)
    return next(found, _SOMETHING_ELSE)


def why_returned(failure: str) -> str:
    """Why a payout is among the earnings again."""
    return _WHY_RETURNED.get(failure, _BANK_OR_STRIPE)
