"""The weights that ``make nlu-train`` learned: constants of the code, too many to be written out."""
