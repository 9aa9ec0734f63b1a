"""Tests of evidence, ownership and screening."""
