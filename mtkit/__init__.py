"""Machine translation and localization for Korean, Japanese and English."""

__version__ = "0.1.0"
