"""A question in, an Answer out: plain data, one file per kind of question, no Discord types."""
