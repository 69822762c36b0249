"""支部工作手册: a branch's year as one paper."""
