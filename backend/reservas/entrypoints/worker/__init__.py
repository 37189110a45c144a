"""Jobs leave the queue here: each name leads to one use case, each fact to its subscribers."""
