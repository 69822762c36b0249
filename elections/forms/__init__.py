"""What the pages of elections ask for."""
