"""Why an API client may not go on."""

from dreamdot_app.core.errors import DomainError, SignInRequired


class AccessTokenRefused(SignInRequired):
    """The access token is forged, too old, or its session is over: which is not told."""

    def __init__(self) -> None:
        super().__init__("This access token is wrong or too old. Refresh it, or sign in again.")


class RefreshRefused(DomainError):
    """The refresh token is forged, used, too old, or its session is over: which is not told."""

    status = 401

    def __init__(self) -> None:
        super().__init__("This refresh token is wrong, used or too old. Sign in again.")


class SecondFactorNeeded(DomainError):
    """The password was right, and the account asks for a code besides."""

    status = 401

    def __init__(self) -> None:
        super().__init__("This account asks for a second factor: send it as “code”.", field="code")
