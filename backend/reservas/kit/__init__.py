"""Small generic pieces every layer may use: time, identifiers, the root of all errors."""
