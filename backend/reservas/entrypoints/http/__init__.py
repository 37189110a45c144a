"""The JSON API, health, metrics and the iCal export."""
