"""Measurements as ratios to a limit taken in the same run, since machines are noisy; nothing here asserts a speed."""
