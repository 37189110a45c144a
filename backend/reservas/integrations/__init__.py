"""Our ports on one side, the providers' APIs on the other."""
