"""The registers of a center: tables it keeps over time, declared once and served by one set of pages.

An app declares models that extend `Entry` and contributes a `Register` for each; list, filters, forms,
corrections, history, Excel in and out, and who may do what follow from that. See docs/guides/registers.md.
"""
