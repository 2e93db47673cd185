"""Who may ask: a password or a proxy's word, tokens in forms, and patience with who guesses.

`guard.py` decides, `pages.py` is what is shown; the others know one thing each.
"""
