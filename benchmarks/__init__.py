"""Ratios measured side by side in one run: ``python -m benchmarks`` prints the table.

Machines are shared and noisy, so nothing here is a time: each figure is one thing's
cost over another's, taken in turns, the least of several rounds each.
"""
