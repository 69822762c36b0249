"""Why something did not leave the house, in words for a committee."""

import re

LONGEST = 300
# Servers like to repeat the address, which is the recipient's own business.
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,]+@[^\s<>()\[\]:;,]+")


class NotSent(Exception):
    """`words`: one Chinese sentence. `is_final`: trying again would say the same. `cut_off`: nobody answers there at
    all, so that others on the same way need not be tried now. `raw`: what the server said."""

    def __init__(self, words: str, raw: object = "", *, is_final: bool = False, cut_off: bool = False) -> None:
        said = _ADDRESS.sub("…", " ".join(str(raw).split()))
        self.words = (f"{words}（{said}）" if said else f"{words}。")[:LONGEST]
        self.is_final, self.cut_off = is_final, cut_off
        super().__init__(self.words)
