"""From answers to figures, in plain Python: no Django, no database, no sentence in any language.

Data flows in one direction, one file a stage:
responses -> summaries -> results -> (suppression) disclosure -> charts -> drawings | plots | tables.
Words reach this package only through `charts.Labels`, filled by the caller in the reader's language.
"""
