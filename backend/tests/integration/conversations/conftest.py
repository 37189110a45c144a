"""The chat's fixture, for every test of conversations."""

from tests.integration.conversations.chat import chat

__all__ = ["chat"]
