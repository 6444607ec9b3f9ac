"""Tables in other languages: their heads tell what a column holds, and their values a yes, a no, a plan."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Run

RUSSIAN = """\
Страна,Есть ли закон о персональных данных?,Есть ли портал услуг?,Примечание
Казахстан,да,нет,Закон 2013 года
Армения,нет,планируется,
Беларусь,да,да,Портал с 2012 года
Кыргызстан,не знаю,частично,
"""
CHINESE = """\
国家,问题,回答,备注
中国,是否有数据保护法？,是,2021年通过
中国,是否有门户网站？,是,
日本,是否有数据保护法？,是,
日本,是否有门户网站？,否,
蒙古,是否有数据保护法？,不适用,
蒙古,是否有门户网站？,计划中,
"""
SPANISH = """\
País,¿Existe una ley?,¿Existe un portal?,Observaciones
Perú,sí,no,Ley de 2011
Chile,no,previsto,
Bolivia,sí,sí,
"""


@pytest.mark.parametrize(
    ("table", "told", "stances"),
    [
        (
            RUSSIAN,
            "respondent = Страна",
            {"Казахстан": ["yes", "no"], "Армения": ["no", "planned"], "Кыргызстан": ["unclear", "partial"]},
        ),
        (
            CHINESE,
            "respondent = 国家; question = 问题; answers = 回答; details = 备注",
            {"中国": ["yes", "yes"], "日本": ["yes", "no"], "蒙古": ["blank", "planned"]},
        ),
        (SPANISH, "respondent = País", {"Perú": ["yes", "no"], "Chile": ["no", "planned"], "Bolivia": ["yes", "yes"]}),
    ],
)
def test_a_table_is_read_in_its_language(
    msqqa: Run, tmp_path: Path, table: str, told: str, stances: dict[str, list[str]]
) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "table.csv").write_text(table, encoding="utf-8")
    options = ("--corpus", str(folder), "--index", str(tmp_path / "index"))
    assert told in msqqa("index", *options).err
    rows = list(csv.DictReader(io.StringIO(msqqa("matrix", "--format", "csv", *options).out)))
    read = {row["name"]: list(row.values())[2:4] for row in rows}
    assert {name: read[name] for name in stances} == stances
