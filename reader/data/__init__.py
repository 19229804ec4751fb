"""Data files that come with the package: models and tables, no code."""
