"""How rectification goes on: read once as facts of a day (facts), summed without the database (sums, heat)."""
