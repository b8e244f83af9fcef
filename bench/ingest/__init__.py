"""Measures the drafting of reports: on labelled documents, on the five seeds, and on PolNeAR where a folder is
given.
"""
