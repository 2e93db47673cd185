"""The `kashf` command: one module for each verb."""
