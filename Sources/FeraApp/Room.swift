// Empty room; see docs/modules.md.
