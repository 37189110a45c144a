"""Facts that something low must tell something high, told in the transaction that made them true."""
