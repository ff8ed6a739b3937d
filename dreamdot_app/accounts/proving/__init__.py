"""Proving once more who one is, before what matters most is changed."""
