"""Labels under which personal data stands, labels under which none does, and responses with both, in each format."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

COUNTRIES = ("Kenya", "Peru", "Japan")

LABELS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "email": (
            "E-mail address of the contact person", "Mail", "Contact e-mail", "Respondent email", "Email Address",
            "E-mail of the person completing this questionnaire", "Work email of the focal point",
        ),
        "phone": (
            "Telephone", "Contact number", "Mobile number of the focal point", "Your telephone number", "Tel.",
            "Phone (contact person)",
        ),
        "name": (
            "Full name", "Surname", "Name of the contact person", "Contact person", "Focal point", "Completed by",
            "Prepared by", "Signature", "Your name", "Name and signature of the person in charge", "Author",
            "Name of the official who filled in the form", "Point of contact", "Submitted by",
            "Name of the person responsible for completing this questionnaire",
        ),
        "contact": ("Contact details", "Name and e-mail of the focal point", "Contact information"),
        "ip": ("IP Address", "IP address of the respondent"),
    },
    "fr": {
        "email": ("Adresse électronique de la personne à contacter", "Courriel", "Votre adresse e-mail"),
        "phone": ("Numéro de téléphone du point focal", "Téléphone"),
        "name": ("Nom de la personne de contact", "Personne à contacter", "Rempli par", "Nom et prénom", "Point focal"),
        "contact": ("Coordonnées",),
    },
    "es": {
        "email": ("Correo electrónico de la persona de contacto", "Su correo electrónico"),
        "phone": ("Teléfono de contacto", "Número de teléfono del responsable"),
        "name": ("Nombre completo", "Persona de contacto", "Elaborado por", "Nombre del responsable", "Firma"),
        "contact": ("Datos de contacto",),
    },
    "de": {
        "email": ("E-Mail-Adresse der Kontaktperson", "Ihre E-Mail-Adresse"),
        "phone": ("Telefonnummer der Ansprechperson", "Mobiltelefon"),
        "name": ("Ansprechpartner", "Name der Kontaktperson", "Ausgefüllt von", "Vor- und Nachname", "Unterschrift"),
        "contact": ("Kontaktdaten",),
    },
    "pt": {
        "email": ("Correio eletrónico do responsável", "Endereço de e-mail"),
        "phone": ("Telefone de contato", "Telemóvel"),
        "name": ("Nome completo", "Pessoa de contato", "Preenchido por", "Assinatura"),
    },
    "it": {
        "email": ("Indirizzo di posta elettronica del referente",),
        "phone": ("Numero di telefono del referente",),
        "name": ("Nome e cognome", "Persona di contatto", "Compilato da"),
    },
    "nl": {
        "email": ("E-mailadres van de contactpersoon",),
        "phone": ("Telefoonnummer van de contactpersoon",),
        "name": ("Naam van de contactpersoon", "Ingevuld door"),
    },
    "pl": {
        "email": ("Adres e-mail osoby do kontaktu",),
        "phone": ("Numer telefonu",),
        "name": ("Imię i nazwisko", "Osoba do kontaktu", "Podpis"),
    },
    "ru": {
        "email": ("Электронная почта", "Адрес электронной почты контактного лица"),
        "phone": ("Контактный телефон", "Номер телефона ответственного лица"),
        "name": ("Контактное лицо", "ФИО", "Фамилия", "Заполнил", "Подпись", "ФИО ответственного лица"),
        "contact": ("Контактные данные",),
    },
    "uk": {
        "email": ("Електронна пошта контактної особи",),
        "phone": ("Номер телефону",),
        "name": ("Контактна особа", "Прізвище"),
    },
    "tr": {
        "email": ("İletişim kurulacak kişinin e-posta adresi",),
        "phone": ("Telefon numarası",),
        "name": ("Adı Soyadı", "İletişim kişisi", "İmza"),
    },
    "mn": {
        "email": ("Холбоо барих хүний и-мэйл хаяг",),
        "phone": ("Утасны дугаар",),
        "name": ("Холбоо барих хүний нэр", "Овог нэр"),
    },
    "id": {
        "email": ("Alamat surel narahubung",),
        "phone": ("Nomor telepon",),
        "name": ("Nama lengkap", "Narahubung", "Diisi oleh"),
    },
    "sw": {
        "email": ("Barua pepe ya mtu wa kuwasiliana naye",),
        "phone": ("Nambari ya simu",),
        "name": ("Jina kamili", "Imejazwa na"),
    },
    "ar": {
        "email": ("البريد الإلكتروني لجهة الاتصال",),
        "phone": ("رقم الهاتف",),
        "name": ("الاسم الكامل", "اسم الشخص المسؤول", "التوقيع"),
        "contact": ("معلومات الاتصال",),
    },
    "zh": {
        "email": ("联系人电子邮件", "电子邮箱"),
        "phone": ("联系电话",),
        "name": ("联系人", "填表人姓名", "负责人姓名"),
    },
    "ja": {
        "email": ("担当者のメールアドレス", "メールアドレス"),
        "phone": ("電話番号",),
        "name": ("担当者名", "ご担当者の氏名", "記入者"),
    },
    "ko": {
        "email": ("담당자의 이메일 주소",),
        "phone": ("전화번호",),
        "name": ("담당자 성명", "작성자"),
    },
}  # fmt: skip
"""Language → what is asked for → labels."""

WITHOUT_SPACES = ("ar", "zh", "ja", "ko")
"""Languages for whose letters the typeface of the PDFs has no signs, or which run from right to left."""

PUBLIC: tuple[tuple[str, str], ...] = (
    ("Name of the organisation", "Ministry of Kestrel Affairs"),
    ("Organisation", "Agency for Plover Statistics"),
    ("Name of the product", "Quillmark Four"),
    ("Job title", "Head of the Osprey Division"),
    ("Department", "Department of Curlew Services"),
    ("Hotline number", "0800 442 901"),
    ("Telephone number of the call centre", "0800 442 902"),
    ("Phone number of the help desk", "0800 442 903"),
    ("E-mail address of the helpdesk", "assist@dunlin.example.org"),
    ("E-mail of the customer service", "care@dunlin.example.org"),
    ("Website of the national portal", "https://bittern.example.org"),
    ("Name of the national portal", "Bittern Gateway"),
    ("Name of the law", "Heron Records Act"),
    ("Name of the strategy", "Avocet Plan"),
    ("Emergency telephone number", "442 911"),
    ("Address of the public office", "Lapwing Street 12"),
    ("Contact tracing", "A tool named Merlintrace was used."),
    ("Nom de l'organisation", "Ministère du Râle"),
    ("Numéro du centre d'appel", "0800 442 904"),
    ("Nom du portail", "Portail Sarcelle"),
    ("Nombre de la institución", "Instituto Zarapito"),
    ("Teléfono de atención al ciudadano", "0800 442 905"),
    ("Nombre de la ley", "Ley Martinete"),
    ("Name der Organisation", "Amt Rohrdommel"),
    ("Telefonnummer der Hotline", "0800 442 906"),
    ("Name des Portals", "Portal Eisvogel"),
    ("Nome da organização", "Instituto Garça"),
    ("Nome del prodotto", "Airone Due"),
    ("Naam van de organisatie", "Dienst Wulp"),
    ("Nazwa instytucji", "Instytut Czapla"),
    ("Название организации", "Ведомство Кулик"),
    ("Телефон горячей линии", "0800 442 907"),
    ("Название портала", "Портал Зимородок"),
    ("Назва установи", "Установа Чапля"),
    ("Kurumun adı", "Balaban Kurumu"),
    ("Байгууллагын нэр", "Тогоруу агентлаг"),
    ("Nama instansi", "Badan Kuntul"),
    ("Jina la taasisi", "Taasisi Korongo"),
    ("How can citizens reach the service?", "They write to desk@godwit.example.org or call 0800 442 908."),
    ("Which channels are there?", "The portal, the office in Whimbrel Street and the number 442 909."),
    ("Who maintains the register?", "The Sandpiper Agency, since 2019."),
    ("Is there an ombudsman?", "Yes: write to ombudsman@turnstone.example.org."),
    ("Which servers answer for the domain?", "Those at 192.0.2.53 and 192.0.2.54 answer."),
    ("اسم المؤسسة", "مؤسسة الكركي"),
    ("机构名称", "白鹭局"),
    ("機関名", "白鷺庁"),
    ("기관명", "두루미청"),
)
"""A label, and what is answered to it by every respondent, a letter apart: nothing of it is withheld."""

QUESTIONS = (
    "Is there a national law on the protection of personal data?",
    "Please describe the national portal and how it is used",
    "Is there a regulatory sandbox for new technologies?",
    "Please describe cooperation with other countries",
)
ANSWERS = (
    ("Yes, the act of {0} was passed in 2019.", "No law was passed in {0} so far.", "Yes, {0} has had one since 2003."),
    ("{0} offers permits there.", "The portal of {0} has a chatbot.", "In {0} it meets the WCAG standard."),
    ("The central bank of {0} runs one.", "None in {0}.", "One is planned in {0} for finance."),
    ("{0} signed a memorandum.", "Experts advise {0}.", "{0} trains others."),
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Plant:
    """A label, what is asked for, and what each respondent answered."""

    label: str
    what: str
    values: tuple[str, ...]
    marks: tuple[tuple[str, ...], ...]
    """Of each respondent, the pieces of the value that must be seen nowhere."""


def planted(languages: Sequence[str] = tuple(LABELS)) -> list[Plant]:
    """Return every label with values that stand nowhere else."""
    found: list[Plant] = []
    for language in languages:
        for what, labels in LABELS[language].items():
            for label in labels:
                made = [_value(what, len(found), copy, language) for copy in range(len(COUNTRIES))]
                found.append(Plant(label, what, tuple(v for v, _ in made), tuple(m for _, m in made)))
    return found


def _value(what: str, number: int, copy: int, language: str) -> tuple[str, tuple[str, ...]]:
    own = _LETTERS[number // 26] + _LETTERS[number % 26] + _LETTERS[copy] + LANGUAGE_LETTERS[language]
    given, family = f"Zq{own}", f"Vx{own}"
    email, phone = (
        f"{given.lower()}@{family.lower()}.example.org",
        f"+999 77{number:03d} {copy}{language_number(language):02d}44",
    )
    if what == "email":
        return email, (given.lower(), family.lower())
    if what == "phone":
        return phone, (phone, f"77{number:03d}")
    if what == "ip":
        return f"198.51.{number}.{100 + copy}", (f"198.51.{number}.",)
    if what == "name":
        return f"{given} {family}", (given, family)
    return f"{given} {family}, {email}, {phone}", (given.lower(), family.lower(), f"77{number:03d}")


LANGUAGE_LETTERS = {
    code: a + b for code, (a, b) in zip(LABELS, ((x, y) for x in "mnpq" for y in "hjkrt"), strict=False)
}


def language_number(code: str) -> int:
    return list(LABELS).index(code)


# ---------------------------------------------------------------- documents


def in_markdown(plants: Sequence[Plant], public: Sequence[tuple[str, str]], copy: int, looks: Sequence[str]) -> str:
    """Return a response in Markdown: labels before, below and beside their values, and the form's questions."""
    country = COUNTRIES[copy]
    parts = [f"# Survey of digital services\n\n- Country: {country}\n"]
    others = [(label, _apart(value, copy)) for label, value in public]
    for n, (label, value) in enumerate([*((p.label, p.values[copy]) for p in plants), *others]):
        if n % 30 == 0:
            asked = n // 30 % len(QUESTIONS)
            parts.append(f"## {QUESTIONS[asked]}\n\n{ANSWERS[asked][copy].format(country)}\n") if n < 120 else None
        parts.append(_set(label, value, looks[n % len(looks)]))
    return "\n".join(parts)


def _set(label: str, value: str, look: str) -> str:
    if look == "below":
        return f"**{label}**\n\n{value}\n"
    if look == "row":
        return f"| Field | Entry |\n| --- | --- |\n| {label} | {value} |\n"
    return f"- {label}: {value}\n" if not label.endswith("?") else f"**{label}**\n\n{value}\n"


def _apart(value: str, copy: int) -> str:
    return (
        f"{value}{'' if (value.isascii() and value[-1].isdigit()) or '://' in value else ' ' + _LETTERS[copy].upper()}"
    )


# ---------------------------------------------------------------- tables


def _columns(plants: Sequence[Plant], copy: int) -> list[tuple[str, str]]:
    own = [(q, a[copy].format(COUNTRIES[copy])) for q, a in zip(QUESTIONS, ANSWERS, strict=True)]
    public = [(label, _apart(value, copy)) for label, value in PUBLIC]
    return [("Country", COUNTRIES[copy]), *own, *((p.label, p.values[copy]) for p in plants), *public]


def in_csv(plants: Sequence[Plant]) -> bytes:
    """Return a table of a row a respondent."""
    written = io.StringIO()
    rows = [_columns(plants, copy) for copy in range(len(COUNTRIES))]
    csv.writer(written).writerows([[head for head, _ in rows[0]], *([v for _, v in row] for row in rows)])
    return written.getvalue().encode()


def in_xlsx(plants: Sequence[Plant]) -> bytes:
    """Return a workbook of a row a respondent."""
    import openpyxl

    book = openpyxl.Workbook()
    rows = [_columns(plants, copy) for copy in range(len(COUNTRIES))]
    book.active.append([head for head, _ in rows[0]])
    for row in rows:
        book.active.append([value for _, value in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def in_json(plants: Sequence[Plant]) -> bytes:
    """Return a list of records."""
    return json.dumps([dict(_columns(plants, copy)) for copy in range(len(COUNTRIES))], ensure_ascii=False).encode()


def in_fhir(plants: Sequence[Plant]) -> Iterator[tuple[str, bytes]]:
    """Yield a response a file, of an organisation."""
    for copy, country in enumerate(COUNTRIES):
        items = [
            {"linkId": str(n), "text": head, "answer": [{"valueString": value}]}
            for n, (head, value) in enumerate(_columns(plants, copy)[1:], 1)
        ]
        record: dict[str, Any] = {"resourceType": "QuestionnaireResponse", "item": items}
        record["subject"] = {"reference": f"Organization/{copy}", "display": country}
        yield f"{country.lower()}.json", json.dumps(record, ensure_ascii=False).encode()


def files(
    format_: str, plants: Sequence[Plant], public: Sequence[tuple[str, str]], render: Callable[[str], bytes]
) -> dict[str, bytes]:
    """Return the files of a corpus: their names and bytes."""
    if format_ in ("csv", "xlsx", "json"):
        make = {"csv": in_csv, "xlsx": in_xlsx, "json": in_json}[format_]
        return {f"answers.{format_}": make(plants)}
    if format_ == "fhir":
        return dict(in_fhir(plants))
    # A page's tables are torn apart by whatever reads it; what is in them is found, but not what is asked where.
    looks = ("line", "below") if format_ == "pdf" else ("line", "below", "row")
    return {
        f"{country.lower()}.{format_}": render(in_markdown(plants, public, copy, looks))
        for copy, country in enumerate(COUNTRIES)
    }
