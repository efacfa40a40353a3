"""Kokoro's network: the released graph rewritten into a quicker one, kept, and opened."""
