"""Substitution tables, one a spinner's family: ``spun original source note``.

A row is one pair; a form with several originals has several rows. ``source`` is
``observed`` for a pair read off damaged pages and ``implied`` for one that the
observed pairs follow (起→首 from 一首, 谈首, 首伏). Rows are sorted.
"""
