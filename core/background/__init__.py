"""Work in the background: which periodic jobs there are, what ran and how it ended, and by whom it is looked after."""
