"""Development only: the embedded stack, the simulators of the providers, and the guest's phone."""
