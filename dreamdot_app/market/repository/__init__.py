"""Queries of market, nothing else: they decide nothing and commit nothing."""
