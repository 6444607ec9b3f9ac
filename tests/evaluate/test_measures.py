from __future__ import annotations

import hashlib
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.ask.engine import Engine
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.evaluate.measures import CELL_MEASURES, SET_MEASURES, as_run, by_ir_measures, measure
from msqqa.evaluate.response import EvaluatedQuestion, SystemResponse
from msqqa.evaluate.run import score_responses
from msqqa.evaluate.systems import response_of
from msqqa.index.build import build
from msqqa.model.statements import ExtractStatement, SetStatement
from tests.evaluate.gold import wanted, worth

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from msqqa.evaluate.questions import GoldQuestion
    from msqqa.index.open import Index
    from msqqa.model import Answer, Citation
    from tests.support import Place

    Bend = Callable[[Answer], Answer]

KENYA = wanted("lookup", "does Kenya have a data protection law", "kenya/1", respondents=["kenya"], stance="yes")
PERU = wanted("lookup", "does Peru have a regulatory sandbox", "peru/2", respondents=["peru"], stance="yes")
WHICH = wanted("which", "which countries mention WCAG", "kenya/3", "japan/3", respondents=["kenya", "japan"])
NOBODY = wanted("which", "which countries mention Atlantis")
COUNT = wanted("count", "how many countries have a data protection law", "kenya/1", respondents=["kenya"])
BOTH = wanted(
    "compare", "compare Kenya and Peru on the regulatory sandbox", "kenya/2", "peru/2", respondents=["kenya", "peru"]
)
ABSENT = wanted("unanswerable", "does Estonia have a regulatory sandbox")
ALL = (KENYA, PERU, WHICH, NOBODY, COUNT, BOTH, ABSENT)
BEST_AT_0 = ("refused", "count_error")


# ---------------------------------------------------------------- bending an answer


def _cited(at: int, bend: Callable[[Citation], Citation]) -> Bend:
    def bent(answer: Answer) -> Answer:
        citations = list(answer.citations)
        citations[at] = bend(citations[at])
        return replace(answer, citations=tuple(citations))

    return bent


def _decided(id_: str, **changes: Any) -> Bend:
    return lambda answer: replace(
        answer, respondents=tuple(replace(d, **changes) if d.id == id_ else d for d in answer.respondents)
    )


def _covered(**changes: int) -> Bend:
    return lambda answer: replace(answer, coverage=replace(answer.coverage, **changes))


def _moved(citation: Citation, by: int) -> Citation:
    a, b = citation.chars[0] + by, citation.chars[1] + by
    return replace(citation, chars=(a, b), id=f"{citation.id.split('#')[0]}#{a}-{b}")


def _swapped(answer: Answer) -> Answer:
    first, second, *rest = answer.citations
    return replace(answer, citations=(second, first, *rest))


UNTRUE = {"supported": 0}
"""What is stated is no longer what was decided."""


def _said(text: str, respondent: str = "kenya") -> Bend:
    extract = ExtractStatement(respondent=respondent, name="", text=text, citations=(1,))
    return lambda answer: replace(answer, statements=(*answer.statements, extract))


def _unstated(answer: Answer) -> Answer:
    return replace(answer, statements=tuple(s for s in answer.statements if not isinstance(s, SetStatement)))


def _two_thirds(answer: Answer) -> Answer:
    """Return it as if one of the three had not been looked at, and that were said."""
    said = tuple(replace(s, examined=2) if isinstance(s, SetStatement) else s for s in answer.statements)
    return _covered(examined=2, none=0)(replace(answer, statements=said))


# ---------------------------------------------------------------- faults


@pytest.mark.parametrize("gold", ALL, ids=lambda gold: gold.text)
def test_a_right_answer_has_the_best_of_all_figures(survey_engine: Engine, gold: GoldQuestion) -> None:
    values = worth(gold, survey_engine.ask(gold.text), survey_engine.index)
    assert values == {name: float(name not in BEST_AT_0) for name in values}
    assert {"citations_exact", "right_respondent", "right_question", "supported"} <= values.keys()


@pytest.mark.parametrize(
    ("gold", "bend", "lower"),
    [
        pytest.param(KENYA, _cited(0, lambda c: _moved(c, -1)), {"citations_exact": 3 / 4}, id="moved by one"),
        pytest.param(
            KENYA, _cited(0, lambda c: replace(c, id=_moved(c, 1).id)), {"citations_exact": 3 / 4}, id="id moved by one"
        ),
        pytest.param(
            KENYA,
            _cited(1, lambda c: replace(c, sha256=hashlib.sha256(c.quote.upper().encode()).hexdigest())),
            {"citations_exact": 3 / 4},
            id="hash of something else",
        ),
        pytest.param(
            KENYA, _cited(1, lambda c: replace(c, quote=c.quote + " ")), {"citations_exact": 3 / 4}, id="longer quote"
        ),
        pytest.param(
            KENYA, _cited(1, lambda c: replace(c, question_id="4")), {"right_question": 3 / 4}, id="another question"
        ),
        pytest.param(
            KENYA, _cited(3, lambda c: replace(c, question_id="none")), {"right_question": 3 / 4}, id="no such question"
        ),
        pytest.param(KENYA, _decided("kenya", stance="no"), {"stance": 0}, id="swapped stance"),
        pytest.param(
            KENYA,
            lambda answer: replace(answer, answered=False),
            {"Success@1": 0, "RR": 0, "nDCG@10": 0, "R@5": 0, "refused": 1, "abstention_precision": 0},
            id="refused",
        ),
        pytest.param(
            KENYA,
            _swapped,
            {"Success@1": 0, "Success@1 (refusals aside)": 0, "RR": 1 / 2, "nDCG@10": 1 / math.log2(3)},
            id="gold second",
        ),
        pytest.param(KENYA, _said("a best law of all"), {"supported": 0}, id="unsupported"),
        pytest.param(KENYA, _said("law", respondent="peru"), {"supported": 0}, id="said by another"),
        pytest.param(
            WHICH, _decided("japan", verdict="none"), {"SetR": 1 / 2, "SetF": 2 / 3, "exact_set": 0, **UNTRUE},
            id="one dropped",
        ),
        pytest.param(
            WHICH, _decided("japan", verdict="possible"), {"SetR": 1 / 2, "SetF": 2 / 3, "exact_set": 0, **UNTRUE},
            id="possible",
        ),
        pytest.param(
            WHICH, _decided("peru", verdict="matched"), {"SetP": 2 / 3, "SetF": 4 / 5, "exact_set": 0, **UNTRUE},
            id="one more",
        ),
        pytest.param(WHICH, _covered(matched=3), {"coverage_stated": 0, **UNTRUE}, id="does not add up"),
        pytest.param(WHICH, _unstated, {"coverage_stated": 0}, id="of how many is not said"),
        pytest.param(WHICH, _two_thirds, {"coverage_stated": 0}, id="one was not looked at"),
        pytest.param(
            COUNT, _covered(matched=2, rejected=0), {"count_exact": 0, "count_error": 1, **UNTRUE},
            id="one too many counted",
        ),
        pytest.param(
            COUNT, _covered(matched=3, rejected=0, none=0), {"count_exact": 0, "count_error": 2, **UNTRUE},
            id="all counted",
        ),
        pytest.param(BOTH, _decided("peru", citations=()), {"both_sides": 1 / 2}, id="one side"),
    ],
)  # fmt: skip
def test_a_fault_tells_in_its_own_figures_alone(
    survey_engine: Engine, gold: GoldQuestion, bend: Bend, lower: dict[str, float]
) -> None:
    answer = survey_engine.ask(gold.text, everyone=True)
    right, wrong = worth(gold, answer, survey_engine.index), worth(gold, bend(answer), survey_engine.index)
    assert {name: value for name, value in wrong.items() if right.get(name) != value} == pytest.approx(lower)
    assert right.keys() <= wrong.keys()


def test_another_respondents_words_are_of_the_wrong_respondent_alone(survey_engine: Engine) -> None:
    right, other = survey_engine.ask(KENYA.text), survey_engine.ask(PERU.text)
    bent = _cited(2, lambda c: replace(other.citations[1], n=c.n))(right)
    before, after = worth(KENYA, right, survey_engine.index), worth(KENYA, bent, survey_engine.index)
    assert after == before | {"right_respondent": 3 / 4}


def test_a_citation_under_another_respondents_name_is_of_the_wrong_respondent(survey_engine: Engine) -> None:
    for gold in (KENYA, WHICH):
        answer = survey_engine.ask(gold.text, limit=0)
        bent = replace(answer, citations=tuple(replace(c, respondent="peru") for c in answer.citations))
        assert worth(gold, bent, survey_engine.index)["right_respondent"] == 0
    nobody = _cited(0, lambda c: replace(c, respondent="estonia"))(survey_engine.ask(KENYA.text))
    assert worth(KENYA, nobody, survey_engine.index)["right_respondent"] == 3 / 4


def test_a_decision_that_rests_on_anothers_citation_is_of_the_wrong_respondent(survey_engine: Engine) -> None:
    answer = survey_engine.ask(WHICH.text, limit=0)
    assert [d.citations for d in answer.respondents] == [(1,), (2,)]
    first, second = answer.respondents
    bent = _decided(first.id, citations=(2,))(_decided(second.id, citations=(1,))(answer))
    assert worth(WHICH, bent, survey_engine.index)["right_respondent"] == 0


def test_a_citation_of_a_file_that_is_gone_is_not_exact(survey_engine: Engine) -> None:
    answer = survey_engine.ask(KENYA.text)
    bent = _cited(1, lambda c: replace(c, source=c.source.replace("kenya", "gone")))(answer)
    values = worth(KENYA, bent, survey_engine.index)
    assert (values["citations_exact"], values["right_respondent"]) == (3 / 4, 3 / 4)


def test_a_citation_is_held_against_the_file_as_it_stands(survey: Place) -> None:
    engine = Engine.open(survey.index)
    answer, file = engine.ask(KENYA.text), survey.corpus / "kenya.md"
    assert worth(KENYA, answer, engine.index)["citations_exact"] == 1
    file.write_text(" " + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert worth(KENYA, answer, engine.index)["citations_exact"] == 0


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_a_citation_is_exact_in_the_encoding_of_its_file(survey: Place, encoding: str) -> None:
    file = survey.corpus / "kenya.md"
    text = file.read_text(encoding="utf-8").replace("☒", "[x]").replace("☐", "[ ]").replace("farmers", "“fermières”")
    file.write_bytes(text.encode(encoding))
    build(Corpus.at(survey.corpus), survey.index, Encoder.named())
    engine = Engine.open(survey.index)
    answer = engine.ask(KENYA.text)
    assert any("fermières" in c.quote for c in answer.citations)
    assert worth(KENYA, answer, engine.index)["citations_exact"] == 1


def test_a_swapped_stance_stands_in_the_table(survey_engine: Engine) -> None:
    answer = survey_engine.ask(KENYA.text)
    told = [score_responses([EvaluatedQuestion(KENYA, response_of(a))], survey_engine.index).confusion for a in (
        answer, _decided("kenya", stance="no")(answer), _decided("kenya", stance=None)(answer)
    )]  # fmt: skip
    assert told == [{"ticked: yes → yes": 1}, {"ticked: yes → no": 1}, {}]


def test_an_answer_where_none_was_due_is_no_abstention(survey_engine: Engine) -> None:
    refusal = survey_engine.ask(ABSENT.text)
    right = worth(ABSENT, refusal, survey_engine.index)
    assert (right["abstention_recall"], right["abstention_precision"]) == (1, 1)
    assert "refused" not in right
    for wrong in (replace(refusal, answered=True), survey_engine.ask(PERU.text)):
        values = worth(ABSENT, wrong, survey_engine.index)
        assert values["abstention_recall"] == 0
        assert "abstention_precision" not in values


def test_a_refusal_is_right_or_wrong_by_what_was_asked(survey_engine: Engine) -> None:
    refusal = response_of(survey_engine.ask(ABSENT.text))
    asked = [
        EvaluatedQuestion(replace(ABSENT, id="due"), refusal),
        EvaluatedQuestion(replace(PERU, id="not due"), refusal),
    ]
    values = measure(asked, survey_engine.index)
    assert values["abstention_precision"] == {"due": 1, "not due": 0}
    assert values["abstention_recall"] == {"due": 1}
    assert values["refused"] == {"not due": 1}
    assert values["Success@1"] == {"not due": 0}
    assert values["Success@1 (refusals aside)"] == {"not due": 1}, "the nearest passage is the right one"


def test_a_ranking_alone_is_blamed_for_no_more_than_it_claims(survey_engine: Engine) -> None:
    response = SystemResponse(("peru/2", "kenya/1"), False, frozenset({"peru", "kenya"}), 0.25)
    asked = [EvaluatedQuestion(replace(gold, id=gold.text), response) for gold in ALL]
    values = measure(asked, survey_engine.index)
    assert values.keys() == {
        *CELL_MEASURES, "Success@1 (refusals aside)", "R@5 (refusals aside)", *SET_MEASURES, "exact_set", "count_exact",
        "count_error", "refused", "abstention_recall", "latency_ms",
    }  # fmt: skip
    assert values["count_error"] == {COUNT.text: 1}
    assert values["abstention_recall"] == {ABSENT.text: 0}
    assert set(values["refused"].values()) == {0}
    assert set(values["latency_ms"].values()) == {250}


def test_of_no_question_nothing_is_measured(survey_index: Index) -> None:
    assert measure([], survey_index) == {}


def test_the_number_of_a_count_is_its_own_where_one_is_given(survey_engine: Engine) -> None:
    answer = survey_engine.ask(COUNT.text)
    values = worth(replace(COUNT, number=4), answer, survey_engine.index)
    assert (values["count_exact"], values["count_error"], values["exact_set"]) == (0, 3, 1)


# ---------------------------------------------------------------- empty sets

IN_SETS = (*SET_MEASURES, "exact_set")


def test_an_empty_set_that_should_be_empty_is_right(survey_engine: Engine) -> None:
    values = worth(NOBODY, survey_engine.ask(NOBODY.text), survey_engine.index)
    assert {name: values[name] for name in IN_SETS} == dict.fromkeys(IN_SETS, 1)
    assert values["refused"] == 0


def test_somebody_in_a_set_that_should_be_empty_is_wrong(survey_engine: Engine) -> None:
    answer = _decided("kenya", verdict="matched")(survey_engine.ask(NOBODY.text, everyone=True))
    values = worth(NOBODY, answer, survey_engine.index)
    assert {name: values[name] for name in IN_SETS} == dict.fromkeys(IN_SETS, 0)


def test_an_empty_set_that_should_hold_somebody_is_wrong_and_claims_nothing(survey_engine: Engine) -> None:
    values = worth(replace(NOBODY, respondents=("kenya",)), survey_engine.ask(NOBODY.text), survey_engine.index)
    assert {name: values[name] for name in IN_SETS} == dict.fromkeys(IN_SETS, 0)
    assert (values["refused"], values["abstention_precision"]) == (1, 0)


def test_empty_and_full_sets_stand_side_by_side(survey_engine: Engine) -> None:
    asked = [
        EvaluatedQuestion(replace(gold, id=gold.text), response_of(survey_engine.ask(gold.text)))
        for gold in (WHICH, NOBODY)
    ]
    values = measure(asked, survey_engine.index)
    for name in IN_SETS:
        assert values[name] == {WHICH.text: 1, NOBODY.text: 1}


# ---------------------------------------------------------------- ir_measures


def _reckoned(ranked: Sequence[str], gold: Collection[str]) -> dict[str, float]:
    places = [rank for rank, item in enumerate(ranked, 1) if item in gold]
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(10, len(gold)) + 1))
    return {
        "Success@1": float(places[:1] == [1]),
        "RR": 1 / places[0] if places else 0.0,
        "R@5": sum(rank <= 5 for rank in places) / len(gold),
        "nDCG@10": sum(1 / math.log2(rank + 1) for rank in places if rank <= 10) / ideal,
    }


ITEMS = [f"r{n % 7}/{n} ü" for n in range(30)]
RANKINGS = st.dictionaries(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4),  # a NUL would end it in C
    st.tuples(
        st.lists(st.sampled_from(ITEMS), unique=True, max_size=25),
        st.sets(st.sampled_from([*ITEMS, "unseen"]), min_size=1, max_size=14),
    ),
    max_size=6,
)


@settings(deadline=None)
@given(rankings=RANKINGS)
def test_rankings_are_worth_what_a_few_lines_reckon(rankings: dict[str, tuple[list[str], set[str]]]) -> None:
    qrels = {id_: dict.fromkeys(gold, 1) for id_, (_, gold) in rankings.items()}
    values = by_ir_measures(CELL_MEASURES, qrels, {id_: as_run(ranked) for id_, (ranked, _) in rankings.items()})
    for id_, (ranked, gold) in rankings.items():
        assert {name: values[name][id_] for name in values} == pytest.approx(_reckoned(ranked, gold), abs=1e-9)


@settings(deadline=None)
@given(rankings=RANKINGS)
def test_sets_are_worth_what_a_few_lines_reckon(rankings: dict[str, tuple[list[str], set[str]]]) -> None:
    qrels = {id_: dict.fromkeys(gold, 1) for id_, (_, gold) in rankings.items()}
    values = by_ir_measures(SET_MEASURES, qrels, {id_: dict.fromkeys(had, 1.0) for id_, (had, _) in rankings.items()})
    for id_, (had, gold) in rankings.items():
        shared = len(gold & set(had))
        p, r = shared / len(had) if had else 0, shared / len(gold)
        f = 2 * p * r / (p + r) if shared else 0
        assert [values[name][id_] for name in SET_MEASURES] == pytest.approx([p, r, f], abs=1e-9)


def test_a_question_that_was_not_judged_is_left_out() -> None:
    run = {"asked": as_run(["a"]), "unjudged": as_run(["a"])}
    assert by_ir_measures(("RR",), {"asked": {"a": 1}, "unasked": {"a": 1}}, run) == {"RR": {"asked": 1, "unasked": 0}}


def test_measures_go_by_their_published_names() -> None:
    for name in (*CELL_MEASURES, *SET_MEASURES):
        assert str(ir_measures.parse_measure(name)) == name
