"""The embedded stack: PostgreSQL, Valkey and the product's processes, started and stopped as one."""
