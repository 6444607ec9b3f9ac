"""One machine is not enough: the same index over engines that others run. Milvus searches, PostgreSQL keeps the rows.

Whatever opens, builds or asks for an index goes through :mod:`msqqa.cluster.door`, which knows by its address where it
lies.
"""
