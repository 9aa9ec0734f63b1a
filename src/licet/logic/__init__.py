"""The small language that law is written in, and its readers. Knows no law.

The vocabulary is frozen and stands on one page, `docs/writing-a-rule.md`: compare, member, all,
any, not, sum, dated number, group, rule, paragraph, decision, exception, duty, open question.
"""
