"""The `reservas` command."""
