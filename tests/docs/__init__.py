"""Documentation is tested: commands run, verbs and settings are documented."""
