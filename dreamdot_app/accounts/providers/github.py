"""GitHub: OAuth 2 without an ID token, so its API is asked who the token stands for.

People are known there by a number; their login can be given up and taken by somebody else.
https://docs.github.com/en/rest/users
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from dreamdot_app.accounts.providers.oauth import Answer, Endpoints, OAuth, fetched
from dreamdot_app.accounts.providers.person import Person, read_person

_HEADERS = {
    "accept": "application/vnd.github+json",
    "x-github-api-version": "2022-11-28",
    "user-agent": "DreamDot",
}


class GitHub(OAuth):
    """GitHub itself, or one of your own."""

    def __init__(
        self,
        *,
        issuer: str,
        api: str,
        client_id: str,
        client_secret: Callable[[datetime], str],
        redirect_uri: str,
    ) -> None:
        """``issuer`` is where people sign in, ``api`` where its REST API is."""
        super().__init__(
            "github",
            client_id=client_id,
            client_secret=client_secret,
            redirect_uri=redirect_uri,
            scope="read:user user:email",
        )
        self._api = api
        self._known = Endpoints(
            f"{issuer}/login/oauth/authorize", f"{issuer}/login/oauth/access_token"
        )

    async def _endpoints(self, _client: Any, /) -> Endpoints:
        return self._known

    async def _person(self, client: Any, _answer: Answer, /) -> Person:
        user = await fetched(client, f"{self._api}/user", headers=_HEADERS, with_token=True)
        addresses = await fetched(
            client, f"{self._api}/user/emails", headers=_HEADERS, with_token=True
        )
        nothing: dict[str, Any] = {}
        primary = next((one for one in addresses if one["primary"] is True), nothing)
        if type(user["id"]) is not int:
            raise ValueError("no number")
        return read_person(
            self.name,
            subject=str(user["id"]),
            email=primary.get("email"),
            is_verified=primary.get("verified"),
            name=user.get("name") or user.get("login"),
            login=user.get("login"),
        )
