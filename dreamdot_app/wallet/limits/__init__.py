"""A spending limit for each month, which people set themselves."""
