"""Fuzzing: inputs are made up at random, and rules that must always hold are checked.

A short run is part of the tests (`test_fuzz.py`). A long one:
`python -m tests.fuzz --minutes 15 --target spoken`
"""
