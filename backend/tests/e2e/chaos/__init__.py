"""The whole product among misbehaving providers and dying processes, judged by what the providers saw."""
