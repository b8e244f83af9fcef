"""When: expressions of time in English, and the day of each report.

`expressions` finds "on Tuesday", "last week", "a day later" and the EDTF day that each means, counted from a reference
day. `report_days` finds the reference (dateline, publication) and ties each report to the expression on its own verb,
else to what was said last by the same speaker. What cannot be told stays empty.

Imports `attribution` and all below. Begin reading with `expressions`:

    days = Days(page, find_reference(document, paragraphs), frames).read(reports)
"""
