"""What the API's documentation says of every route alike: how refusals look, what a body holds."""

from typing import Any

from pydantic import BaseModel


class Refusal(BaseModel):
    """Why not: by field, or for the whole request. ``code`` names the fact."""

    errors: dict[str, str] | None = None
    error: str | None = None
    code: str = ""


def body_of(schema: type[BaseModel]) -> dict[str, Any]:
    """The documentation of a body that a route reads itself.

    Bodies come from anybody, so the services read every field on its own and name all that is
    wrong; this only says what they expect.
    """
    content = {"application/json": {"schema": schema.model_json_schema()}}
    return {"requestBody": {"required": True, "content": content}}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documentation of a route's refusals."""
    return {status: {"model": Refusal} for status in statuses}
