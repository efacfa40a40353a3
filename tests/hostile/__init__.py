"""Files and addresses that mean harm: each is refused in plain words, or does none.

What is tried and why stands in docs/security.md.
"""
