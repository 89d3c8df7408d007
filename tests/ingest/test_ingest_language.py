# ruff: noqa: E501 - a sentence a line
"""Languages: English reports pass, however short or full of names; others are named."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from quoth.config import IngestOptions
from quoth.ingest import ingest
from quoth.ingest.tongues import language_code, language_name
from quoth.records import Rejected, Report

OTHERS = {
    "af": "Die minister het Dinsdag in Pretoria gesê die samesprekings oor die hawe sal voortgaan.",
    "ar": "قال الوزير يوم الثلاثاء إن المحادثات بشأن الميناء ستستمر الأسبوع المقبل.",
    "ca": "El ministre va dir dimarts a Barcelona que les converses sobre el port continuaran.",
    "cs": "Ministr v úterý v Praze řekl, že rozhovory o přístavu budou pokračovat příští týden.",
    "cy": "Dywedodd y gweinidog ddydd Mawrth y bydd y trafodaethau am y porthladd yn parhau.",
    "da": "Ministeren sagde tirsdag i København, at samtalerne om havnen fortsætter i næste uge.",
    "de": "Der Minister sagte am Dienstag in Berlin, dass die Gespräche über den Hafen weitergehen.",
    "el": "Ο υπουργός δήλωσε την Τρίτη στην Αθήνα ότι οι συνομιλίες για το λιμάνι θα συνεχιστούν.",
    "es": "El ministro dijo el martes en Madrid que las conversaciones sobre el puerto continuarán.",
    "fa": "وزیر روز سه‌شنبه گفت که گفت‌وگوها درباره بندر هفته آینده ادامه خواهد یافت.",
    "fi": "Ministeri sanoi tiistaina Helsingissä, että neuvottelut satamasta jatkuvat ensi viikolla.",
    "fr": "Le ministre a déclaré mardi à Paris que les négociations sur le port reprendraient.",
    "he": "השר אמר ביום שלישי כי השיחות על הנמל יימשכו בשבוע הבא.",
    "hi": "मंत्री ने मंगलवार को कहा कि बंदरगाह पर बातचीत अगले सप्ताह जारी रहेगी।",
    "ht": "Minis la te di madi nan Pòtoprens ke negosyasyon sou pò a ap kontinye semèn pwochèn.",
    "hu": "A miniszter kedden Budapesten azt mondta, hogy a kikötőről szóló tárgyalások folytatódnak.",
    "id": "Menteri mengatakan pada hari Selasa di Jakarta bahwa pembicaraan akan dilanjutkan.",
    "it": "Il ministro ha detto martedì a Roma che i colloqui sul porto riprenderanno.",
    "ja": "大臣は火曜日、港に関する協議を来週も続けると述べた。",
    "ko": "장관은 화요일 항구에 관한 회담이 다음 주에도 계속될 것이라고 말했다.",
    "la": "Minister die Martis Romae dixit colloquia de portu proxima hebdomade continuatum iri.",
    "nl": "De minister zei dinsdag in Den Haag dat de gesprekken over de haven worden voortgezet.",
    "no": "Ministeren sa tirsdag i Oslo at samtalene om havnen fortsetter neste uke i Bergen.",
    "pl": "Minister powiedział we wtorek w Warszawie, że rozmowy w sprawie portu będą trwały.",
    "pt": "O ministro disse na terça-feira em Lisboa que as conversações sobre o porto continuarão.",
    "ro": "Ministrul a declarat marți la București că discuțiile despre port vor continua.",
    "ru": "Министр заявил во вторник в Москве, что переговоры о порте продолжатся.",
    "sv": "Ministern sade på tisdagen i Stockholm att samtalen om hamnen fortsätter nästa vecka.",
    "sw": "Waziri alisema Jumanne mjini Nairobi kwamba mazungumzo kuhusu bandari yataendelea.",
    "tl": "Sinabi ng kalihim noong Martes sa Maynila na itutuloy ang usapan tungkol sa daungan.",
    "tr": "Bakan salı günü Ankara'da liman görüşmelerinin gelecek hafta süreceğini söyledi.",
    "uk": "Міністр заявив у вівторок у Києві, що переговори про порт триватимуть.",
    "vi": "Bộ trưởng cho biết hôm thứ Ba tại Hà Nội rằng các cuộc đàm phán về cảng sẽ tiếp tục.",
    "zh": "部长星期二表示，关于港口的会谈将在下周继续。",
}
ENGLISH = [
    "The minister resigned.",
    "No.",
    "Ferry stops",
    "Xi met Kim.",
    "“Nobody asked us,” Jón Ákason said.",
    "Xi Jinping met Nguyễn Phú Trọng, Prabowo Subianto and Recep Tayyip Erdoğan in Kraków.",
    "Mr Müller of Süddeutsche Zeitung asked Präsident Käßmann about the Landtag of Thüringen.",
    "MAYOR OF HALVEN SAYS HARBOUR WILL CLOSE; ISLANDERS VOW TO GO TO COURT OVER FERRY.",
    "Le Monde, El País, Corriere della Sera and the Frankfurter Allgemeine Zeitung reported it.",
    "Osk 3, Halven 2: Aker (12', 80'), Rohde (90') — Lund (3'), Holt (44'). Att: 3,400.",
    "«Мы готовы», the minister told Interfax: “We are ready,” he said again in English.",
]


def told(text: str, **details) -> Report | Rejected:
    options = details.pop("options", IngestOptions())
    (result,) = ingest([Report(id="r", text=text, **details)], options=options)
    return result


@pytest.mark.parametrize("code", OTHERS)
def test_other_languages_are_rejected_by_name(code):
    result = told(OTHERS[code])
    assert isinstance(result, Rejected)
    assert result.reason == f"is in {language_name(code)}; Quoth reads English so far"


@pytest.mark.parametrize("text", ENGLISH)
def test_english_passes_with_foreign_names_or_few_words(text):
    result = told(text)
    assert isinstance(result, Report), result
    assert result.language == "en"
    assert result.text == text


def test_doubt_is_said():
    assert "too short to tell" in told("Osk 3, Halven 2").notes[0]
    assert "may not be in English" in told(ENGLISH[6]).notes[0]
    long = "The harbour of Halven will close in winter, the mayor said on Thursday. " * 3
    assert told(long).notes == ()


def test_a_long_text_in_pidgin_is_not_english():
    pidgin = (
        "Di minister tok on Tuesday for Abuja say di tok-tok about di port go continue next week. "
        "Opposition pipo say government no tell parliament on time, and dem dey vex well well "
        "because of wetin happen. One woman wey dey sell fish for there say she no sabi wetin to do."
    )
    assert "Nigerian Pidgin" in told(pidgin).reason


@pytest.mark.parametrize("stated", ["en", "en-US", "EN_gb", "eng", "English", " en "])
def test_a_stated_language_is_believed(stated):
    result = told(OTHERS["de"], language=stated)
    assert result.language == "en"


@pytest.mark.parametrize("stated", ["es", "es-MX", "spa", "Spanish"])
def test_a_stated_other_language_is_rejected(stated):
    result = told(ENGLISH[5], language=stated)
    assert result.reason == "is said to be in Spanish (es); Quoth reads English so far"


@pytest.mark.parametrize("stated", ["und", "klingon!", "x" * 1000])
def test_an_unknown_statement_is_noted_and_the_text_looked_at(stated):
    result = told(ENGLISH[5], language=stated)
    assert result.language == "en"
    assert result.notes[0] == f"language “{stated[:40]}” is not known and was left out"
    assert isinstance(told(OTHERS["de"], language=stated), Rejected)


def test_other_languages_can_be_asked_for():
    options = IngestOptions(languages=("en", "de"))
    assert told(OTHERS["de"], options=options).language == "de"
    assert told(ENGLISH[7], options=options).language == "en"
    assert "Quoth reads English, German so far" in told(OTHERS["fr"], options=options).reason


def test_every_language_that_can_be_told_has_a_name():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    labels = LanguageIdentifier.from_model_file(MODEL_FILE).labels
    assert [code for code in labels if code != "zxx" and "“" in language_name(code)] == []


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("en", "en"),
        ("zh-Hant-TW", "zh"),
        ("ger", "de"),
        ("French", "fr"),
        ("tlh", None),
        ("", None),
    ],
)
def test_codes(stated, code):
    assert language_code(stated) == code


CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"


@pytest.mark.parametrize("name", ["polnear/train", "newswcl50/dev"])
def test_real_reports_in_english_all_pass(name):
    path = CORPORA / f"{name}.jsonl.gz"
    if not path.exists():
        pytest.skip(f"needs ../shared/corpora/{name}.jsonl.gz")
    found = list(ingest([path]))
    with gzip.open(path, "rt", encoding="utf-8") as file:
        assert [r.text for r in found] == [json.loads(line)["text"] for line in file]
    assert {r.language for r in found} == {"en"}
    assert {note for r in found for note in r.notes} == set()
