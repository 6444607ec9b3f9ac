"""``postgresql://user@host:5432/database?option=value`` → which PostgreSQL is asked, as whom, and how.

The rules are those of PostgreSQL's own clients: what the address leaves out is taken from ``PGHOST``, ``PGUSER`` and
the like, and a password from ``PGPASSWORD`` or ``~/.pgpass``. No error repeats a part in which a password may stand.
"""

from __future__ import annotations

import getpass
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from msqqa.cluster.address import ROWS
from msqqa.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

SSLMODES = ("disable", "prefer", "require", "verify-ca", "verify-full")
_VARIABLES = {
    "application_name": "PGAPPNAME",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "dbname": "PGDATABASE",
    "host": "PGHOST",
    "options": "PGOPTIONS",
    "passfile": "PGPASSFILE",
    "password": "PGPASSWORD",
    "port": "PGPORT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "user": "PGUSER",
}
"""The options of an address that are understood, and where each is taken from if it is not given."""
_EXAMPLE = "give postgresql://user@host:5432/database"
_ENCODE = "write @ : / ? # % of a name or password as %40 %3A %2F %3F %23 %25"
_SECONDS = 10
_PORT = 5432
_FOLDERS = ("/var/run/postgresql", "/tmp")
"""Where a server of this machine puts its socket, as distributions or PostgreSQL itself have it."""
_FIELD = re.compile(r"((?:\\.|[^\\:]|\\$)*+)(?::|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Target:
    """A database, and how it is connected to."""

    name: str
    """As it may be printed, without its password."""
    host: str
    """A name, a number, or the folder of a socket."""
    port: int
    database: str
    user: str
    password: str = field(repr=False)
    password_from: str
    """Where it was found, to be named; empty where there is none."""
    sslmode: str
    sslrootcert: str
    """The file of those who may sign the server's certificate; empty for those whom the machine trusts."""
    sslcert: str
    sslkey: str
    seconds: float | None
    """How long is waited for the server to let one in; None for as long as it takes."""
    application: str
    """What the server's own lists call us."""
    settings: dict[str, str]
    """What the server is told at the start."""

    @property
    def socket(self) -> str | None:
        """The file of a server of this machine; None where one is asked over the network."""
        return f"{self.host}/.s.PGSQL.{self.port}" if self.host.startswith("/") else None


def target_of(named: str) -> Target:
    """Return the database that an address names.

    Raises
    ------
    StoreError
        If it names none, or has an option that is not understood.
    """
    said = _split(named)

    def get(option: str, default: str = "") -> str:
        return said.get(option) or os.environ.get(_VARIABLES[option], "") or default

    def refuse(option: str, why: str) -> StoreError:
        where = ROWS if said.get(option) else _VARIABLES[option]
        return StoreError(f"{where}: {option} {why}", f"correct {where}")

    port = _port(get("port", str(_PORT)), refuse)
    host = get("host") or next((one for one in _FOLDERS if Path(one, f".s.PGSQL.{port}").exists()), "localhost")
    if "," in host:
        raise refuse("host", "names more than one server, and one is asked")
    user = get("user") or _who_runs()
    database = get("dbname", user)
    sslmode = get("sslmode", "prefer")
    if sslmode not in SSLMODES:
        raise refuse("sslmode", f"can be {', '.join(SSLMODES)}, and nothing else here")
    root = get("sslrootcert") or _existing_file("~/.postgresql/root.crt")
    if sslmode == "verify-ca" and root in ("", "system"):
        raise refuse("sslmode", "verify-ca needs sslrootcert=FILE: who signed the server's certificate")
    cert = get("sslcert") or _existing_file("~/.postgresql/postgresql.crt")
    settings = {"client_encoding": "UTF8"}
    if get("options"):
        settings["options"] = get("options")
    password, password_from = get("password"), ROWS if said.get("password") else _VARIABLES["password"]
    if not password:
        password, password_from = _read_password_file(get("passfile"), host, port, database, user)
    return Target(
        name=_hide_password(host, port if get("port") else None, database),
        host=host,
        port=port,
        database=database,
        user=user,
        password=password,
        password_from=password_from,
        sslmode=sslmode,
        sslrootcert="" if root == "system" else root,
        sslcert=cert,
        sslkey=get("sslkey") or (_existing_file("~/.postgresql/postgresql.key") if cert else ""),
        seconds=_seconds(get("connect_timeout", str(_SECONDS)), refuse),
        application=get("application_name", "msqqa"),
        settings=settings,
    )


# ---------------------------------------------------------------- the address


def _split(named: str) -> dict[str, str]:
    """Return what an address says, by the name of the option."""
    try:
        parts = urlsplit(named, allow_fragments=False)
        who, _, where = parts.netloc.rpartition("@")
        user, _, password = who.partition(":")
        if parts.scheme not in ("postgresql", "postgres") or not re.match(r"\w+://", named):
            raise StoreError(f"{ROWS} names no database (it does not begin with postgresql://)", _EXAMPLE)
        if "#" in named or "@" in parts.path + parts.query:
            raise StoreError(f"{ROWS} names no database (a sign in it has to be encoded)", _ENCODE)
        host, port = _host_and_port(where)
        said = {
            "user": _decode(user),
            "password": _decode(password),
            "host": _decode(host),
            "port": port,
            "dbname": _decode(parts.path.removeprefix("/")),
        }
        for one in parts.query.split("&") if parts.query else ():
            option, given, value = one.partition("=")
            if option not in _VARIABLES or not given:
                what = f"{ROWS}: the option {option!r} is not understood"
                raise StoreError(what, f"leave it out; these are understood: {', '.join(_VARIABLES)}")
            said[option] = _decode(value)
    except ValueError as error:
        # What urllib says of it may repeat the password.
        raise StoreError(f"{ROWS} names no database (its host, or a sign in it, cannot be read)", _EXAMPLE) from error
    return said


def _host_and_port(where: str) -> tuple[str, str]:
    found = re.fullmatch(r"(?:\[([^\]]+)\]|([^:\[\]]*))(?::([0-9]*))?", where)
    if found is None:
        what = f"{ROWS} names no database (after the @ stands one host, in brackets if it has colons, and one port)"
        raise StoreError(what, _EXAMPLE)
    return found[1] or found[2] or "", found[3] or ""


def _decode(text: str) -> str:
    if re.search(r"%(?![0-9A-Fa-f]{2})", text):
        raise StoreError(f"{ROWS} names no database (a % in it has to be encoded)", _ENCODE)
    found = unquote(text, errors="strict")
    if "\0" in found:
        raise StoreError(f"{ROWS} names no database (it has a zero byte)", _EXAMPLE)
    return found


def _hide_password(host: str, port: int | None, database: str) -> str:
    ends = f":{port}" if port else ""
    if host.startswith("/"):
        return f"postgresql://{ends}/{database}?host={host}"
    return f"postgresql://{f'[{host}]' if ':' in host else host}{ends}/{database}"


# ---------------------------------------------------------------- its options


def _port(given: str, refuse: Callable[[str, str], StoreError]) -> int:
    if not re.fullmatch("[0-9]{1,5}", given) or not 0 < int(given) < 2**16:
        raise refuse("port", "is no number from 1 to 65535")
    return int(given)


def _seconds(given: str, refuse: Callable[[str, str], StoreError]) -> float | None:
    if not re.fullmatch("-?[0-9]{1,6}", given):
        raise refuse("connect_timeout", "is no number of seconds")
    return float(given) if int(given) > 0 else None


def _who_runs() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise StoreError(f"{ROWS} names no user, and this machine none either", _EXAMPLE) from error


def _existing_file(file: str) -> str:
    path = Path(os.path.expanduser(file))  # noqa: PTH111, whoever has no home has no such file
    return str(path) if path.is_file() else ""


# ---------------------------------------------------------------- a password that is kept in a file


def _read_password_file(passfile: str, host: str, port: int, database: str, user: str) -> tuple[str, str]:
    """Return (the password that a file of passwords has for a database, the file); both empty where it has none."""
    windows = os.name == "nt"
    there = _existing_file(passfile or (r"~\AppData\Roaming\postgresql\pgpass.conf" if windows else "~/.pgpass"))
    if not there:
        return "", ""
    try:
        if not windows and Path(there).stat().st_mode & 0o077:
            return "", ""  # PostgreSQL's clients do not look into a file that others can read
        lines = Path(there).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return "", ""
    wanted = ("localhost" if host in _FOLDERS else host, str(port), database, user)
    for line in lines:
        fields = _FIELD.findall(line)
        if line.startswith("#") or len(fields) < len(wanted) + 1:
            continue
        if all(one == "*" or _unescape(one) == own for one, own in zip(fields, wanted, strict=False)):
            return _unescape(fields[len(wanted)]), there
    return "", ""


def _unescape(kept: str) -> str:
    return re.sub(r"\\(.)", r"\1", kept)
