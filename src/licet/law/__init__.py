"""The law: one file a section, one function a paragraph, in the order of the regulation.

`licet.law.ear` mirrors 15 CFR 730-774, `licet.law.ear.ccl` the Commerce Control List.
`instruments` says what enacted a text and from when it counts, `places` holds country groups and
supplements by date, `subject` names the facts that the law looks at.
"""
