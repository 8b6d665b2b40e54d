"""Layout: which lines of a page are an item's title, kicker, date, summary or body.

Three layouts cover the captures: a numbered or bulleted listing, a listing told by its repeated date lines, and a
single page with cards of related content below. The words of a page's furniture come from the vocabulary
(`ontology/layout.ttl`); everything else is shape.
"""
