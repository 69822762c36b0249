"""The five seeds: courts with the figures that they published, entered as a court enters them, one module each."""
