"""The recipe that makes the translation package shipped with the reader.

Every module is one step and a command: ``python -m training.prepare --help``.
Nothing in ``reader/`` imports this package, and it is not part of the wheel.
"""
