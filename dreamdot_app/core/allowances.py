"""How often everything may be done: every rate of DreamDot stands here, and in docs/operations.md.

Each is far above what a person does with the pages, and far below what harms others. Behind one
address there may be a school, so what one address may do is wider than what one account may.
"""

from dataclasses import dataclass

from dreamdot_app.core.backoff import Backoff
from dreamdot_app.core.rates import Rate, address_group, is_shared, spend


@dataclass(frozen=True, slots=True)
class Allowance:
    """How often one account may do something, and how often all visitors of one address."""

    by_account: Rate
    by_address: Rate

    async def spend(self, *, account: object | None, address: str) -> None:
        """Count one for an account (its id), or for the address of who has none.

        Raises:
            TooManyTries: it is used up; it says how long to wait.
        """
        if account is not None:
            await spend([(self.by_account, str(account))])
        elif not is_shared(address):
            await spend([(self.by_address, address_group(address))])


def _allowance(name: str, *, account: str, address: str) -> Allowance:
    return Allowance(Rate(f"{name}.account", account), Rate(f"{name}.address", address))


# Every route of a class (`core.web.classes`).
API_READS = _allowance("api.reads", account="100/minute", address="100/minute")
# A desk saves up to 240 times a minute, a reader keeps a place every second.
API_WRITES = _allowance("api.writes", account="600/minute", address="100/minute")
# What has a rate of its own below is far from this: it bounds the rest, such as signing out.
AUTH = Rate("auth.address", "600/minute")
# By words, each page of what is found: on our pages and through the API together.
SEARCHES = _allowance("searches", account="120/minute", address="600/minute")

# Joining and signing in (`accounts.rates`).
JOIN = Rate("accounts.join", "40/hour")
SIGN_IN_ADDRESS = Rate("accounts.sign_in.address", "30/minute")
# One name from one address, then one name from anywhere: the second is wider, so that strangers
# cannot easily lock somebody out.
SIGN_IN_HERE = Rate("accounts.sign_in.here", "5/minute")
SIGN_IN_ANYWHERE = Rate("accounts.sign_in.anywhere", "40/minute")
# Each keeps a row, and asks the provider when it comes back.
WITH_PROVIDER = Rate("accounts.with_provider", "60/minute")
# The wait after five wrong tries for a name at an address doubles from a minute to a quarter of an
# hour, until one succeeds or nobody has tried for an hour.
SIGN_IN_WAITS = Backoff("accounts.sign_in.waits", free=5, first_s=60, most_s=900, forgotten_s=3_600)
# How many of the tries that failed are written down: nobody may flood the trail.
SIGN_IN_NOTED = Rate("accounts.sign_in.noted", "10/hour")
SIGN_IN_NOTED_ADDRESS = Rate("accounts.sign_in.noted_address", "30/hour")
# Second factors. A guess of a code has three chances in a million. What a day allows is never
# forgiven: whoever knows the password could otherwise guess on behind the owner's own successes.
CODES = Rate("accounts.factor.code", "10/hour")
CODES_DAILY = Rate("accounts.factor.code_daily", "50/day")
PASSKEYS_ASKED = Rate("accounts.factor.passkey", "60/hour")
FACTORS_SET_UP = Rate("accounts.factor.setup", "30/hour")
PASSKEY_SIGN_IN = Rate("accounts.sign_in.passkey", "60/minute")
# What API clients go on with, by session; refreshing once in a quarter of an hour is enough.
REFRESHING = Rate("accounts.api.refresh", "30/minute")
# Each sends a letter to somebody who may not have asked for it.
RESET_HERE = Rate("accounts.reset.here", "3/hour")
RESET_ANYWHERE = Rate("accounts.reset.anywhere", "6/hour")
RESET_ADDRESS = Rate("accounts.reset.address", "30/hour")
# New passwords that somebody with a link sends: weak ones are refused and tried again.
RESET_TRIES = Rate("accounts.reset.tries", "60/hour")

# Letters that somebody's mailbox gets because a stranger may have typed its address. Who asks for
# too many is not told, for that would tell of the letters to others: so what an account may ask
# for, of which it is told, is less.
LETTERS_TO_HOURLY = Rate("accounts.letters_to.hourly", "3/hour")
LETTERS_TO_DAILY = Rate("accounts.letters_to.daily", "10/day")
CONFIRM_AGAIN_HOURLY = Rate("accounts.confirm_again.hourly", "2/hour")
CONFIRM_AGAIN_DAILY = Rate("accounts.confirm_again.daily", "8/day")
CHANGE_EMAIL = Rate("accounts.change_email", "5/hour")
# A form asks when somebody pauses while typing a password, 170 times a minute at the very most.
STRENGTH = Rate("accounts.strength", "240/minute")

# Changes of one's own profile and name, by account. A name changes once in 30 days, so what is
# counted are tries: they tell which names are taken, as joining does.
PROFILE = Rate("accounts.profile", "120/hour")
USERNAME = Rate("accounts.username", "30/hour")

# Uploads, by account.
PICTURES = Rate("media.pictures", "120/hour")

# Writing and buying, by account. An editor saves after a pause of 0.8 s, while somebody writes on
# at least every 5 s (draft_sync.js); a person may have several of them open.
SAVING = Rate("market.save_draft", "240/minute")
# Every save sends the whole text, which is read before anything else is known of it. A piece takes
# about 8 ms (`bench.saving`). A writer may cost so many: the longest Japanese text twenty times a
# minute, a novel of short paragraphs as often, one of 40,000 line breaks ten times. The editor
# waits when it is told to, and nothing is lost.
SAVED_PIECES = Rate("market.saved_pieces", "480/minute")
STARTING = Rate("market.start_draft", "60/hour")
# Each text that was out is kept for a day after it was replaced.
PUBLISHING = Rate("market.publish", "30/hour")
# A person buys a shelf full at most; every purchase locks a work and two wallets.
BUYING = Rate("market.purchase", "60/minute")

# Each reads a month of the ledger, a PDF draws every line of it.
STATEMENTS = Rate("wallet.statements", "60/hour")

# One's own spending limit, by account: each try locks a row.
SPENDING_LIMIT = Rate("wallet.limit", "60/hour")
# Promo codes can be guessed at: what is counted are tries, right ones among them.
PROMO_CODES = Rate("wallet.promo_codes", "20/hour")
PROMO_CODES_ADDRESS = Rate("wallet.promo_codes_address", "120/hour")
# Sales as a file, by account: of a large shop it is some megabytes, read piece by piece.
EARNINGS_FILES = Rate("wallet.earnings_files", "30/hour")
# Adding money, by account: each opens a page at Stripe, and a stolen card is tried out like this.
TOP_UPS = Rate("wallet.top_up", "20/hour")
TOP_UPS_DAILY = Rate("wallet.top_up_daily", "60/day")

# Money that leaves, by account; and each look at an account there asks Stripe.
WITHDRAWING = Rate("wallet.withdraw", "30/hour")
ONBOARDING = Rate("wallet.onboarding", "30/hour")

# What comes to Stripe's webhook unsigned, by address: each writes a line into the log. What Stripe
# has signed is never counted, for it may send much at once.
WEBHOOKS_UNSIGNED = Rate("wallet.webhooks_unsigned", "60/minute")
# Buttons of the test checkout, by address: each locks a row, and nobody need be signed in.
TEST_CHECKOUT = Rate("wallet.test_checkout", "60/minute")

# Pictures that are not kept and have to be drawn, by address. A drawing takes some milliseconds, a
# page shows 120 covers and as many people: a tenth of a core at most.
DRAWING = Rate("drawn.misses", "1200/minute")
