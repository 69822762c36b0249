"""Forms of courts, branches, people and accounts."""
