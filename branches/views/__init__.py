"""Pages of courts, branches, people, accounts and the audit trail."""
