"""Weblate's own classes for both wires against a server: run by a Python that has Weblate, with the server's address.

Prints what came back as JSON. The settings are Weblate's example with a database in memory.
"""

import json
import os
import sys
import tempfile
import types


def main(url: str, key: str) -> None:
    """Set Django up, then save settings, translate, and keep a glossary, as Weblate does."""
    from weblate import settings_example

    settings = types.ModuleType("weblate_client_settings")
    vars(settings).update({name: value for name, value in vars(settings_example).items() if name.isupper()})
    settings.DATA_DIR = tempfile.mkdtemp()
    settings.DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    settings.CACHES = {"default": memory, "avatar": memory}
    settings.LOGGING = {"version": 1}
    sys.modules["weblate_client_settings"] = settings
    os.environ["DJANGO_SETTINGS_MODULE"] = "weblate_client_settings"
    import django

    django.setup()
    sys.stdout.write(
        json.dumps({"libretranslate": libretranslate(url, key), "deepl": deepl(url, key)}, ensure_ascii=False) + "\n"
    )


def libretranslate(url: str, key: str) -> dict:
    """Texts, twenty at once, with Weblate's placeholders."""
    from weblate.machinery.libretranslate import LibreTranslateTranslation

    service = LibreTranslateTranslation({"url": url, "key": key})
    service.validate_settings()
    texts = [f"Text {n} [X{n}X]" for n in range(20)]
    found = service.download_multiple_translations("en", "ko", [(text, None) for text in texts])
    return {"languages": service.download_languages(), "texts": [found[text][0]["text"] for text in texts]}


def deepl(url: str, key: str) -> dict:
    """Texts with placeholders, and the glossaries that Weblate keeps by name."""
    from weblate.machinery.deepl import DeepLTranslation

    service = DeepLTranslation({"url": f"{url}/v2", "key": key})
    service.validate_settings()
    text = service.escape_text("Keep <b> & ") + service.format_replacement(4, 8, "%s", None)
    found = service.download_multiple_translations("EN", "KO", [(text, None)])
    service.create_glossary("EN", "KO", "weblate:1:EN:KO:abc", "Seoul\t서울\n")
    glossaries = service.list_glossaries()
    service.delete_oldest_glossary()
    return {
        "languages": sorted(map(list, service.download_languages())),
        "text": found[text][0]["text"],
        "glossary_supported": service.is_glossary_supported("EN", "KO"),
        "glossaries": list(glossaries),
        "left": list(service.list_glossaries()),
    }


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
