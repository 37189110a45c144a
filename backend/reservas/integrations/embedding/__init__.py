"""A guest's sentence becomes a vector: the model that comes inside a wheel."""
