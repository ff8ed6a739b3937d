"""Redis, where processes share what each would else keep to itself; there only with ``REDIS_URL``.

Whatever stands in it may be gone at any moment, and nothing that is asked of it may keep a person
waiting. Who uses it goes on without it, and says what is different then.
"""

from time import monotonic

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as LostConnection
from redis.exceptions import RedisError

from dreamdot_app.core.failures import summary
from dreamdot_app.core.log import logger

AWAY = (RedisError, OSError)
"""What is raised when Redis does not do what it was asked for, whatever the reason."""

_LIMIT_S = 1.0
_MOST_CONNECTIONS = 16
_log = logger(part="redis")


class RedisRefused(Exception):
    """Redis cannot be used; the message says why, without the address's password."""


def open_redis(url: str) -> Redis:
    """A client with some connections of its own, which are made when they are needed.

    An answer may take a second. A connection that turns out to be lost (Redis was started anew)
    is made again once and what was asked is asked again, so it may happen twice.

    Raises:
        RedisRefused: the address cannot be read.
    """
    try:
        pool = BlockingConnectionPool.from_url(  # pyright: ignore[reportUnknownMemberType] its options are untyped
            url,
            max_connections=_MOST_CONNECTIONS,
            timeout=_LIMIT_S,
            socket_timeout=_LIMIT_S,
            socket_connect_timeout=_LIMIT_S,
            retry=Retry(NoBackoff(), 1, supported_errors=(LostConnection,)),
        )
    except ValueError:  # its text would repeat parts of the address
        raise RedisRefused(
            "REDIS_URL: this address cannot be read. Allowed: redis://user:password@host:6379/0,"
            " special letters percent-encoded"
        ) from None
    return Redis.from_pool(pool)


async def require_redis(url: str) -> None:
    """Ask Redis whether it is there, at start: later it may go away, but not from the beginning.

    Raises:
        RedisRefused: the address cannot be read, the server not reached, or it does not let us in.
    """
    try:
        async with open_redis(url) as redis:
            await redis.ping()  # pyright: ignore[reportUnknownMemberType, reportGeneralTypeIssues] typed for both kinds of client
    except AWAY as error:
        raise RedisRefused(f"REDIS_URL: the server cannot be used. {summary(error)}") from None


class Presence:
    """Whether Redis is there, as one part of the program sees it; each change is logged once."""

    def __init__(self, without: str, *, pause_s: float) -> None:
        """``without`` says what is different while Redis is away.

        While it is, it is asked again every ``pause_s`` seconds.
        """
        self._without = without
        self._pause_s = pause_s
        self._is_away = False
        self._again_at = 0.0

    def may_be_asked(self) -> bool:
        """Whether it is there, or has not been asked for a while; then one may, others not yet."""
        if self._is_away:
            if monotonic() < self._again_at:
                return False
            self._again_at = monotonic() + self._pause_s
        return True

    def lost(self, error: BaseException) -> None:
        """It did not answer, or not well."""
        if not self._is_away:
            _log.warning(f"Redis is away: {self._without}", error=summary(error))
        self._is_away = True
        self._again_at = monotonic() + self._pause_s

    def found(self) -> None:
        """It answered."""
        if self._is_away:
            _log.warning("Redis is back")
        self._is_away = False
