"""The languages that pages are told apart into."""

LANGUAGES = ["en", "fr", "es", "pt", "it", "de", "ar", "ru", "zh", "ja", "tr"]
UNDETERMINED = "und"
"""The tag of BCP 47 for a language that is not known."""
