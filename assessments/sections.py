"""Where this app shows up in the frame: its entries of the rail."""
