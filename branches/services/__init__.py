"""Changes to courts, branches and people. Each writes its audit event in its own transaction."""
