"""The names of languages by their codes: facts of ISO 639, for messages.

Every code that py3langid 0.4 can give is here, and the other codes of two letters.
"""

from __future__ import annotations

_TABLE = """
aa Afar|ab Abkhazian|ae Avestan|af Afrikaans|ak Akan|am Amharic|an Aragonese|ar Arabic|as Assamese
av Avaric|ay Aymara|az Azerbaijani|ba Bashkir|be Belarusian|bg Bulgarian|bi Bislama|bm Bambara
bn Bengali|bo Tibetan|br Breton|bs Bosnian|ca Catalan|ce Chechen|ch Chamorro|co Corsican|cr Cree
cs Czech|cu Church Slavic|cv Chuvash|cy Welsh|da Danish|de German|dv Divehi|dz Dzongkha|ee Ewe
el Greek|en English|eo Esperanto|es Spanish|et Estonian|eu Basque|fa Persian|ff Fulah|fi Finnish
fj Fijian|fo Faroese|fr French|fy Western Frisian|ga Irish|gd Scottish Gaelic|gl Galician
gn Guarani|gu Gujarati|gv Manx|ha Hausa|he Hebrew|hi Hindi|ho Hiri Motu|hr Croatian
ht Haitian Creole|hu Hungarian|hy Armenian|hz Herero|ia Interlingua|id Indonesian|ie Interlingue
ig Igbo|ii Sichuan Yi|ik Inupiaq|io Ido|is Icelandic|it Italian|iu Inuktitut|ja Japanese
jv Javanese|ka Georgian|kg Kongo|ki Kikuyu|kj Kuanyama|kk Kazakh|kl Kalaallisut|km Khmer
kn Kannada|ko Korean|kr Kanuri|ks Kashmiri|ku Kurdish|kv Komi|kw Cornish|ky Kyrgyz|la Latin
lb Luxembourgish|lg Ganda|li Limburgish|ln Lingala|lo Lao|lt Lithuanian|lu Luba-Katanga|lv Latvian
mg Malagasy|mh Marshallese|mi Maori|mk Macedonian|ml Malayalam|mn Mongolian|mr Marathi|ms Malay
mt Maltese|my Burmese|na Nauru|nb Norwegian Bokmål|nd North Ndebele|ne Nepali|ng Ndonga|nl Dutch
nn Norwegian Nynorsk|no Norwegian|nr South Ndebele|nv Navajo|ny Chichewa|oc Occitan|oj Ojibwa
om Oromo|or Odia|os Ossetian|pa Punjabi|pi Pali|pl Polish|ps Pashto|pt Portuguese|qu Quechua
rm Romansh|rn Rundi|ro Romanian|ru Russian|rw Kinyarwanda|sa Sanskrit|sc Sardinian|sd Sindhi
se Northern Sami|sg Sango|si Sinhala|sk Slovak|sl Slovenian|sm Samoan|sn Shona|so Somali
sq Albanian|sr Serbian|ss Swati|st Southern Sotho|su Sundanese|sv Swedish|sw Swahili|ta Tamil
te Telugu|tg Tajik|th Thai|ti Tigrinya|tk Turkmen|tl Tagalog|tn Tswana|to Tonga|tr Turkish
ts Tsonga|tt Tatar|tw Twi|ty Tahitian|ug Uyghur|uk Ukrainian|ur Urdu|uz Uzbek|ve Venda
vi Vietnamese|vo Volapük|wa Walloon|wo Wolof|xh Xhosa|yi Yiddish|yo Yoruba|za Zhuang|zh Chinese
zu Zulu
ace Achinese|ary Moroccan Arabic|arz Egyptian Arabic|bcl Central Bikol|crh Crimean Tatar
ext Extremaduran|fuv Nigerian Fulfulde|gcf Guadeloupean Creole|gcr Guianese Creole|gom Goan Konkani
grc Ancient Greek|gug Paraguayan Guarani|guw Gun|hbo Ancient Hebrew|kab Kabyle|kik Kikuyu
lij Ligurian|ltg Latgalian|nso Northern Sotho|pcm Nigerian Pidgin|sdh Southern Kurdish
uzs Southern Uzbek|vec Venetian|wuu Wu Chinese|yue Cantonese
"""

_NAMES = dict(
    entry.split(" ", 1) for line in _TABLE.strip().splitlines() for entry in line.split("|")
)
_CODES = {name.lower(): code for code, name in reversed(_NAMES.items())}

# Codes of three letters that inputs state in place of two: ISO 639-2, both forms.
_LONG_CODES = """
eng=en fra=fr fre=fr deu=de ger=de spa=es ita=it por=pt nld=nl dut=nl rus=ru ukr=uk pol=pl ces=cs
cze=cs swe=sv nor=no nob=nb nno=nn dan=da fin=fi tur=tr ara=ar heb=he fas=fa per=fa hin=hi ben=bn
urd=ur zho=zh chi=zh jpn=ja kor=ko vie=vi ind=id msa=ms may=ms tgl=tl swa=sw ron=ro rum=ro hun=hu
ell=el gre=el bul=bg srp=sr hrv=hr slk=sk slo=sk slv=sl lit=lt lav=lv est=et isl=is ice=is gle=ga
cym=cy wel=cy cat=ca eus=eu baq=eu glg=gl kat=ka geo=ka hye=hy arm=hy aze=az kaz=kk tha=th tam=ta
tel=te mar=mr lat=la afr=af
"""
_LONG = dict(pair.split("=") for pair in _LONG_CODES.split())


def language_name(code: str) -> str:
    """Return what people call a language, with its code: "Spanish (es)"."""
    return f"{_NAMES[code]} ({code})" if code in _NAMES else f"“{code}”"


def language_code(stated: str) -> str | None:
    """Return the ISO 639-1 code of a language as inputs state it, None where it names none.

    Read are codes, also with a region ("en-US", "en_GB", "eng"), and English names ("English").
    """
    stated = stated.strip().lower()
    if stated in _CODES:
        return _CODES[stated]
    code = stated.replace("_", "-").split("-")[0]
    code = _LONG.get(code, code)
    return code if code in _NAMES else None
