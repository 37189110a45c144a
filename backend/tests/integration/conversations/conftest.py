"""The chat's fixture, for every test of conversations, and the command line's, for those that use it."""

from tests.integration.cli.conftest import reservas
from tests.integration.conversations.chat import chat

__all__ = ["chat", "reservas"]
