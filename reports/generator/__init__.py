"""A synthetic court system, made from a seed: for the demo court and for measuring with the whole country's numbers."""
