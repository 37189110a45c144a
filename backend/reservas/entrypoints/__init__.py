"""The outside world enters here: HTTP, webhooks, jobs, commands."""
