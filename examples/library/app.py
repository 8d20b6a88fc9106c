"""A small city library in three languages: Flask, Flask-Babel and catalogues that mtkit fills.

flask --app examples/library/app run        then open http://127.0.0.1:5000/
"""

from datetime import date

from flask import Flask, abort, g, redirect, render_template, request, url_for
from flask_babel import Babel, gettext, ngettext

LANGUAGES = {"en": "English", "ko": "한국어", "ja": "日本語"}
OPENED = date(2026, 10, 6)


def create_app() -> Flask:
    """The site; its catalogues are in `translations/` beside this file."""
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=lambda: g.get("language", "en"))
    app.add_url_rule("/", "start", start)
    app.add_url_rule("/<language>/", "page", page)
    return app


def start() -> object:
    """To the page in the language that the browser asks for."""
    wanted = request.accept_languages.best_match(list(LANGUAGES)) or "en"
    return redirect(url_for("page", language=wanted))


def page(language: str) -> str:
    """The page of a reader with `?loans=N` books."""
    if language not in LANGUAGES:
        abort(404)
    g.language = language
    loans = request.args.get("loans", 0, type=int)
    lines = [
        ngettext("You have %(num)d book on loan.", "You have %(num)d books on loan.", loans),
        gettext("Search by title, author or keyword"),
        gettext("The reading room is closed on Mondays."),
    ]
    return render_template("page.html", lines=lines, loans=loans, opened=OPENED, language=language, languages=LANGUAGES)
