"""The gold of the questions of ``blind.toml``, by plain queries over the rows, as their writer wrote them.

python evals/closed/blind_gold.py CORPORA FILE      writes the questions with their gold to FILE
"""

# ruff: noqa: ARG005, C408, D103, E401, E501, E741, I001, N802, PLC3002, PT018, PTH119, PTH123, PTH207, RUF015, SIM105, SIM115

import csv, json, glob, os, re, statistics, collections, tomllib, sys

ROOT = sys.argv[1]
OUT = sys.argv[2]
csv.field_size_limit(10**9)
Q = []

# ------------------------------------------------------------------ dask
D = {}
for y in (2019, 2020, 2021):
    with open(f"{ROOT}/dask-survey/{y}.csv", encoding="utf-8-sig", newline="") as fh:
        D[y] = list(csv.DictReader(fh))
FREQ = "How often do you use Dask?"
API = "Dask APIs"
IB = "Interactive or Batch?"
LC = "Local machine or Cluster?"
RES = "What Dask resources have you used for support in the last six months?"
HELP = "Which would help you most right now?"
STAB = "Is Dask stable enough for you?"
PY = "Python 2 or 3?"
LAUNCH = "If you use a cluster, how do you launch Dask? "
CLOUD = "Preferred Cloud?"
UPG = "How easy is it for you to upgrade to newer versions of Python libraries"
GROUP = "Do you use Dask as part of a larger group?"
DEPLOY = "Do you use Dask projects to deploy?"
DASH = "How do you view Dask's dashboard?"
LONG = "How long have you used Dask?"
SIZE = "How large are your datasets typically?"
FMT = "What file formats do you typically work with?"
STORE = "Where are your datasets typically stored?"
MULTI = "If you use a cluster, do you have a need for multiple worker / machine types (e.g. GPU / no GPU, low / high memory) in the same cluster?"
IND = "What industry do you work in?"
EASE = "On a scale of 1 - 5 (1 being hardest, 5 being easiest) how easy is Dask to use?"
APIST = "Is Dask's API stable enough for you?"
RESIL = "Is Dask resilient enough for you? (e.g. computations complete)."
LTS = "If Dask had Long-term support (LTS) releases, would you pin your code to use them?"
PERF = "Do you use Dask's Performance reports?"
PROM = "Do you use Dask's Prometheus Metrics?"
DIAG = "Which Diagnostic plots are most useful?"
RELF = "How is Dask's release frequency?"
MAINT = "How satisfied are you with maintainer responsiveness on GitHub?"
DOCS = "How is Dask's documentation?"
IMPROVE = "How else can Dask improve?"
LIB = "What are some other libraries that you often use with Dask?"
TS = "Timestamp"


def F(x):
    return f"What common feature requests do you care about most?  [{x}]"


MULTICOLS = {API, IB, LC, RES, LAUNCH, CLOUD, DEPLOY, DASH, SIZE, FMT, STORE, DIAG}
COMMA = ["HPC resource manager (SLURM, PBS, SGE, LSF or similar)", "I don't know, someone else does this for me"]
INT = "Interactive:  I use Dask with Jupyter or IPython when playing with data"
BAT = "Batch: I submit scripts that run in the future"
HPC, DONT = COMMA
AWS, GCP, AZ = "Amazon Web Services (AWS)", "Google Cloud Platform (GCP)", "Microsoft Azure"
LAP, WS, C10, C100, CBIG = (
    "Personal laptop",
    "Large workstation",
    "Cluster of 2-10 machines",
    "Cluster with 10-100 machines",
    "Cluster with 100+ machines",
)
EVERY, ALL, OCC, LOOK = (
    "Every day",
    "I use Dask all the time, even when I sleep",
    "Occasionally",
    "Just looking for now",
)
ALONE, TEAM, INST = (
    "I use Dask mostly on my own",
    "My team or research group also use Dask",
    "Beyond my group, many people throughout my institution use Dask",
)
CRIT, SOME, NOTR = "Critical to me", "Somewhat useful", "Not relevant for me"


def toks(y, r, c):
    v = r[c]
    assert v is not None, (y, c)
    if not v.strip():
        return []
    if c not in MULTICOLS:
        return [v.strip()]
    if y < 2021:
        return [p.strip() for p in v.split(";") if p.strip()]
    for i, l in enumerate(COMMA):
        v = v.replace(l, f"\0{i}")
    return [COMMA[int(p[1:])] if p.startswith("\0") else p for p in (s.strip() for s in v.split(",")) if p]


def ok(y, r, c):
    return bool(toks(y, r, c))


def has(c, *opts):
    return lambda y, r: any(o in toks(y, r, c) for o in opts)


def num(c, test):
    return lambda y, r: r[c].strip() != "" and test(float(r[c]))


def rows(y, *preds):
    return [i for i, r in enumerate(D[y]) if all(p(y, r) for p in preds)]


def checkopt(y, c, opts):
    seen = {t for r in D[y] for t in toks(y, r, c)}
    for o in opts:
        assert o in seen, (y, c, o, sorted(seen)[:30])


def S(ids, names=None):
    g = {"n": len(ids)}
    if len(ids) < 40:
        g["rows"] = list(ids)
        if names is not None:
            g["names"] = list(names)
    return g


def sh(n, base):
    return {"pct": round(100 * n / base, 1), "n": n, "base": base}


def add(corpus, source, text, kind, column=None, gold=None, **k):
    e = {"corpus": corpus, "source": source if isinstance(source, list) else [source], "text": text, "kind": kind}
    if column is not None:
        e["column"] = column if isinstance(column, list) else [column]
    e["wording"] = k.pop("wording", "own")
    e["lang"] = k.pop("lang", "en")
    e.update(k)
    if "gold_any" in k:
        e["gold_any"] = e.pop("gold_any")
    elif kind != "refuse":
        assert gold is not None, text
        e["gold"] = gold
    Q.append(e)


def d(y, *a, **k):
    src = [f"{yy}.csv" for yy in (y if isinstance(y, (list, tuple)) else [y])]
    if (
        not isinstance(y, (list, tuple))
        and "options" in k
        and len(a) > 2
        and isinstance(a[2], str)
        and a[1] != "refuse"
    ):
        checkopt(y, a[2], k["options"])
    add("dask-survey", src, *a, **k)


def tal(y, c, opts, *preds):
    ct = collections.Counter(t for i in rows(y, *preds) for t in set(toks(y, D[y][i], c)))
    return {o: ct[o] for o in opts}


def top(y, c, k, *preds):
    ct = collections.Counter(t for i in rows(y, *preds) for t in set(toks(y, D[y][i], c))).most_common()
    assert ct[k - 1][1] > ct[k][1], ("tie", c, ct[: k + 2])
    return dict(ct[:k])


def share(y, c, opts, *preds):
    base = rows(y, lambda y, r: ok(y, r, c), *preds)
    return sh(sum(1 for i in base if any(o in toks(y, D[y][i], c) for o in opts)), len(base))


def vals(y, c, *preds):
    return [float(D[y][i][c]) for i in rows(y, lambda y, r: ok(y, r, c), *preds)]


def uniq(y, c):
    return [o for o, _ in collections.Counter(t for r in D[y] for t in toks(y, r, c)).most_common()]


# --- frequency, experience
d(
    2019,
    "How many people in the 2019 survey touch Dask on a daily basis?",
    "count",
    FREQ,
    options=[EVERY],
    gold_any=[len(rows(2019, has(FREQ, EVERY))), len(rows(2019, has(FREQ, EVERY, ALL)))],
)
d(
    2020,
    "What share of the 2020 respondents only reach for it now and then?",
    "share",
    FREQ,
    share(2020, FREQ, [OCC]),
    options=[OCC],
)
d(2021, "folks merely window-shopping in 2021 - count", "count", FREQ, len(rows(2021, has(FREQ, LOOK))), options=[LOOK])
d(
    2021,
    "Could you list the 2021 respondents who are practically glued to Dask, awake or asleep?",
    "set",
    FREQ,
    S(rows(2021, has(FREQ, ALL))),
    options=[ALL],
)
d(
    2021,
    "Who among the 2021 respondents has never used Dask?",
    "set",
    LONG,
    S(rows(2021, has(LONG, "I've never used Dask"))),
    options=["I've never used Dask"],
    wording="column",
)
d(
    2021,
    "How many Dask veterans do we have, i.e. beyond three years of experience with it?",
    "count",
    LONG,
    len(rows(2021, has(LONG, "More than 3 years"))),
    options=["More than 3 years"],
)
d(
    2021,
    "Breakdown of how long people have used Dask, 2021",
    "tally",
    LONG,
    tal(2021, LONG, uniq(2021, LONG)),
    options=uniq(2021, LONG),
    wording="column",
)
d(
    2021,
    "How many had already started but were using it for under a year?",
    "count",
    LONG,
    len(rows(2021, has(LONG, "Less than 3 months", "3 months - 1 year"))),
    options=["Less than 3 months", "3 months - 1 year"],
)
d(
    [2019, 2020, 2021],
    "Compare the three waves: percentage of respondents answering Every day to how often they use Dask",
    "share",
    FREQ,
    {str(y): share(y, FREQ, [EVERY]) for y in D},
    options=[EVERY],
    wording="column",
)
# --- python, upgrading
d(2019, "Who is still stuck on python 2?", "set", PY, S(rows(2019, has(PY, "2.0"))), options=["2.0"], wording="column")
d(
    2019,
    "On average, how painless was moving to newer library versions for the 2019 crowd (mean score)?",
    "number",
    UPG,
    round(statistics.mean(vals(2019, UPG)), 2),
)
d(
    2020,
    "Upgrading libs is a struggle: how many gave it a 1 or a 2 in 2020?",
    "count",
    UPG,
    len(rows(2020, num(UPG, lambda v: v <= 2))),
    where="<= 2",
)
d(
    2021,
    "List whoever gave the minimum mark on ease of bumping library versions, 2021 edition",
    "set",
    UPG,
    S(rows(2021, num(UPG, lambda v: v == 1))),
    where="= 1",
)
# --- APIs
d(2019, "Top 3 Dask APIs in 2019, with counts please", "tally", API, top(2019, API, 3), top=3, wording="column")
d(
    2020,
    "number of 2020 respondents working with RAPIDS",
    "count",
    API,
    len(rows(2020, has(API, "RAPIDS"))),
    options=["RAPIDS"],
)
d(
    2021,
    "In 2021, what proportion worked with dataframes in Dask?",
    "share",
    API,
    share(2021, API, ["DataFrame"]),
    options=["DataFrame"],
)
d(
    2021,
    "How many 2021 people combine Array with Xarray?",
    "count",
    API,
    len(rows(2021, has(API, "Array"), has(API, "Xarray"))),
    options=["Array", "Xarray"],
    where="both",
)
d(
    2020,
    "Which 2020 respondents picked Prefect but not Delayed?",
    "set",
    API,
    S(rows(2020, has(API, "Prefect"), lambda y, r: not has(API, "Delayed")(y, r))),
    options=["Prefect", "Delayed"],
    where="Prefect and not Delayed",
)
n1 = [i for i in rows(2019, lambda y, r: ok(y, r, API)) if not has(API, "DataFrame")(2019, D[2019][i])]
d(
    2019,
    "How many did not choose DataFrame in 2019?",
    "count",
    API,
    options=["DataFrame"],
    where="not chosen",
    gold_any=[len(n1), len(D[2019]) - len(rows(2019, has(API, "DataFrame")))],
    wording="column",
)
d(
    2021,
    "¿Cuántos encuestados de 2021 usan Dask para aprendizaje automático (ML)?",
    "count",
    API,
    len(rows(2021, has(API, "ML"))),
    options=["ML"],
    lang="es",
)
d(
    2020,
    "Who left the APIs question empty in 2020?",
    "set",
    API,
    S(rows(2020, lambda y, r: not ok(y, r, API))),
    where="blank",
)
# --- interactive / batch
d(
    2019,
    "How many work purely in notebooks, with no batch jobs at all (2019)?",
    "count",
    IB,
    len([i for i in rows(2019) if toks(2019, D[2019][i], IB) == [INT]]),
    options=[INT],
    where="only this option",
)
d(
    2020,
    "Quelle part des répondants 2020 soumet des scripts en différé ?",
    "share",
    IB,
    share(2020, IB, [BAT]),
    options=[BAT],
    lang="fr",
)
# --- machines
d(
    2019,
    "How many run it on nothing but their own notebook computer? (2019)",
    "count",
    LC,
    len([i for i in rows(2019) if toks(2019, D[2019][i], LC) == [LAP]]),
    options=[LAP],
    where="only this option",
)
d(
    2020,
    "Which respondents of 2020 have access to really big clusters (a hundred machines or more)?",
    "set",
    LC,
    S(rows(2020, has(LC, CBIG))),
    options=[CBIG],
)
d(
    2021,
    "How many use at least some sort of cluster, whatever its size, in 2021?",
    "count",
    LC,
    len(rows(2021, has(LC, C10, C100, CBIG))),
    options=[C10, C100, CBIG],
)
d(
    2021,
    "people with laptop AND large workstaton, 2021?",
    "count",
    LC,
    len(rows(2021, has(LC, LAP), has(LC, WS))),
    options=[LAP, WS],
    where="both",
)
# --- resources
d(
    2020,
    "How many learned from the YouTube videos during the half-year before the 2020 survey?",
    "count",
    RES,
    len(rows(2020, has(RES, "YouTube channel"))),
    options=["YouTube channel"],
)
d(
    2021,
    "Who turned to Slack for help?",
    "set",
    RES,
    options=["Dask Slack"],
    gold_any=[S(rows(2021, has(RES, "Dask Slack"))), S(rows(2021, lambda y, r: "slack" in r[RES].lower()))],
)
d(
    2019,
    "How many relied on the docs alone and on no other support, 2019?",
    "count",
    RES,
    len([i for i in rows(2019) if toks(2019, D[2019][i], RES) == ["Documentation"]]),
    options=["Documentation"],
    where="only this option",
)
nd = [i for i in rows(2021, lambda y, r: ok(y, r, RES)) if not has(RES, "Documentation")(2021, D[2021][i])]
d(
    2021,
    "Which 2021 respondents did not tick the documentation as a source of support?",
    "set",
    RES,
    options=["Documentation"],
    where="not chosen",
    gold_any=[S(nd), S([i for i, r in enumerate(D[2021]) if not has(RES, "Documentation")(2021, r)])],
)
# --- most help
HO = ["More examples in my field", "New features", "Performance improvements", "More documentation", "Bug fixes"]
d(
    2019,
    "Which would help most right now? Give me the distribution for 2019",
    "tally",
    HELP,
    tal(2019, HELP, HO),
    options=HO,
    wording="column",
)
d(
    2020,
    "What do users want above all, judging by 2020's single-choice question on what would help them?",
    "tally",
    HELP,
    top(2020, HELP, 1),
    top=1,
)
t = tal(2020, HELP, HO)
lo = min(t, key=t.get)
d(2020, "And the least requested kind of help in 2020?", "tally", HELP, {lo: t[lo]}, top=-1, where="fewest")
d(
    2021,
    "Percentage crying out for better docs as their number one need (2021)",
    "share",
    HELP,
    share(2021, HELP, ["More documentation"]),
    options=["More documentation"],
)
# --- stability
d(2020, "How many consider Dask too unstable in 2020?", "count", STAB, len(rows(2020, has(STAB, "No"))), options=["No"])
d(
    [2019, 2020, 2021],
    "Share who find Dask stable enough, per year",
    "share",
    STAB,
    {str(y): share(y, STAB, ["Yes"]) for y in D},
    options=["Yes"],
    wording="column",
)
d(
    2021,
    "How many are fine with the stability of the API yet say computations do not complete reliably enough?",
    "count",
    [APIST, RESIL],
    len(rows(2021, has(APIST, "Yes"), has(RESIL, "No"))),
    options=["Yes", "No"],
    where="API stable = Yes and resilient = No",
)
d(
    2021,
    "Who complains that the API keeps changing under them?",
    "set",
    APIST,
    S(rows(2021, has(APIST, "No"))),
    options=["No"],
)
d(
    2021,
    "resilience: yes vs no, split by length of experience",
    "tally",
    RESIL,
    {g: tal(2021, RESIL, ["Yes", "No"], has(LONG, g)) for g in uniq(2021, LONG)},
    options=["Yes", "No"],
    by=LONG,
)
d(
    2021,
    "Among finance and insurance people, what share call Dask resilient enough?",
    "share",
    RESIL,
    share(2021, RESIL, ["Yes"], has(IND, "Accounting / Finance / Insurance")),
    options=["Yes"],
    where=f"{IND} = Accounting / Finance / Insurance",
)
d(2021, "List those scraping Prometheus metrics", "set", PROM, S(rows(2021, has(PROM, "Yes"))), options=["Yes"])
RO = ["Releases are frequent enough", "Releases are too frequent", "Releases are not frequent enough"]
# --- ratings
d(2021, "mean ease-of-use rating", "number", EASE, round(statistics.mean(vals(2021, EASE)), 2))
d(
    2021,
    "What is the median mark given to the documentation in 2021?",
    "number",
    DOCS,
    statistics.median(vals(2021, DOCS)),
    wording="column",
)
d(
    2021,
    "How many were unhappy with the docs (2 or below out of 5)?",
    "count",
    DOCS,
    len(rows(2021, num(DOCS, lambda v: v <= 2))),
    where="<= 2",
)
d(
    2021,
    "Which people gave the documentation the worst possible mark?",
    "set",
    DOCS,
    S(rows(2021, num(DOCS, lambda v: v == 1))),
    where="= 1",
)
d(
    2021,
    "Part des répondants pleinement satisfaits (5/5) de la réactivité des mainteneurs sur GitHub",
    "share",
    MAINT,
    sh(len(rows(2021, num(MAINT, lambda v: v == 5))), len(vals(2021, MAINT))),
    where="= 5",
    lang="fr",
)
d(
    2021,
    "ease of use scored between 2 and 3 inclusive: how many?",
    "count",
    EASE,
    len(rows(2021, num(EASE, lambda v: 2 <= v <= 3))),
    where="between 2 and 3",
)
d(
    2021,
    "How many rate Dask easier than the midpoint, i.e. more than 3?",
    "count",
    EASE,
    len(rows(2021, num(EASE, lambda v: v > 3))),
    where="> 3",
)
# --- features
d(
    2019,
    "To how many was GPU support make-or-break in 2019?",
    "count",
    F("GPUs"),
    len(rows(2019, has(F("GPUs"), CRIT))),
    options=[CRIT],
)
d(
    2020,
    "Managing many users: breakdown 2020",
    "tally",
    F("Managing many users"),
    tal(2020, F("Managing many users"), [CRIT, SOME, NOTR]),
    options=[CRIT, SOME, NOTR],
    wording="column",
)
d(
    2021,
    "Pct for whom better resiliency is a must",
    "share",
    F("Improve Resiliency"),
    share(2021, F("Improve Resiliency"), [CRIT]),
    options=[CRIT],
)
FE = [
    "Better Numpy/Pandas support",
    "Better Scikit-Learn/ML support",
    "Integrate with Deep Learning Frameworks",
    "Support for new libraries in my field",
    "Improve Scaling ",
    "Dashboard / Diagnostics",
    "Ease of deployment",
    "Cloud integration",
    "Managing many users",
    "GPUs",
]
t = {f.strip(): len(rows(2019, has(F(f), CRIT))) for f in FE}
b = max(t, key=t.get)
d(
    2019,
    "Of all the feature requests, which one was deemed critical by the most people in 2019?",
    "tally",
    [F(f) for f in FE],
    {b: t[b]},
    options=[CRIT],
    top=1,
)
t = {f.strip(): len(rows(2020, has(F(f), NOTR))) for f in FE}
b = max(t, key=t.get)
d(
    2020,
    "Which wish-list item mattered to the fewest, i.e. had the most irrelevant votes in 2020?",
    "tally",
    [F(f) for f in FE],
    {b: t[b]},
    options=[NOTR],
    top=1,
)
d(
    2021,
    "Number judging both GPUs and deep-learning frameworks critical (2021)",
    "count",
    [F("GPUs"), F("Integrate with Deep Learning Frameworks")],
    len(rows(2021, has(F("GPUs"), CRIT), has(F("Integrate with Deep Learning Frameworks"), CRIT))),
    options=[CRIT],
    where="both",
)
d(
    2020,
    "Qui juge la facilité de déploiement sans intérêt pour lui (2020) ?",
    "set",
    F("Ease of deployment"),
    S(rows(2020, has(F("Ease of deployment"), NOTR))),
    options=[NOTR],
    lang="fr",
)
# --- launch / deploy / cloud
LO = ["SSH", "Kubernetes", HPC, "My workplace has a custom solution for this", DONT, "Hadoop / Yarn / EMR"]
d(
    2019,
    "How do cluster people launch Dask? counts for the listed options, 2019",
    "tally",
    LAUNCH,
    tal(2019, LAUNCH, LO),
    options=LO,
    closed_only=True,
    wording="column",
)
d(
    2020,
    "Kubernets users for launching, 2020?",
    "count",
    LAUNCH,
    len(rows(2020, has(LAUNCH, "Kubernetes"))),
    options=["Kubernetes"],
)
d(
    2021,
    "How many start their cluster through a batch scheduler such as Slurm in 2021?",
    "count",
    LAUNCH,
    len(rows(2021, has(LAUNCH, HPC))),
    options=[HPC],
)
d(
    2021,
    "Who has a colleague set the cluster up for them (no idea how it is launched)?",
    "set",
    LAUNCH,
    S(rows(2021, has(LAUNCH, DONT))),
    options=[DONT],
)
d(
    2021,
    "How many deploy via the Helm chart?",
    "count",
    DEPLOY,
    len(rows(2021, has(DEPLOY, "Dask's Helm chart"))),
    options=["Dask's Helm chart"],
)
d(
    2019,
    "¿Cuántos prefieren la nube de Amazon en 2019?",
    "count",
    CLOUD,
    len(rows(2019, has(CLOUD, AWS))),
    options=[AWS],
    lang="es",
)
d(
    2020,
    "of those who named a cloud in 2020, what fraction went with Google?",
    "share",
    CLOUD,
    options=[GCP],
    gold_any=[share(2020, CLOUD, [GCP]), share(2020, CLOUD, [GCP], lambda y, r: r[CLOUD].strip() != "None")],
)
d(
    2021,
    "List respondents preferring all three hyperscalers at once (Amazon, Google, Microsoft), 2021",
    "set",
    CLOUD,
    S(rows(2021, has(CLOUD, AWS), has(CLOUD, GCP), has(CLOUD, AZ))),
    options=[AWS, GCP, AZ],
    where="all three",
)
d(
    2021,
    "How many gave no preferred cloud at all in 2021?",
    "count",
    CLOUD,
    where="blank",
    wording="column",
    gold_any=[
        len(rows(2021, lambda y, r: not ok(y, r, CLOUD))),
        len(rows(2021, lambda y, r: not ok(y, r, CLOUD) or r[CLOUD].strip().lower() in ("none", "no", "na"))),
    ],
)
d(
    2021,
    "Azure fans only (no other cloud ticked), 2021, how many",
    "count",
    CLOUD,
    len([i for i in rows(2021) if toks(2021, D[2021][i], CLOUD) == [AZ]]),
    options=[AZ],
    where="only this option",
)
# --- dashboard, group
DO = ["Through a web browser", "With the Dask JupyterLab extension", "What dashboard?"]
d(
    2020,
    "How do people view Dask's dashboard? totals by option, 2020",
    "tally",
    DASH,
    tal(2020, DASH, DO),
    options=DO,
    wording="column",
)
d(
    2021,
    "Who had no clue that there was a dashboard in 2021?",
    "set",
    DASH,
    S(rows(2021, has(DASH, DO[2]))),
    options=[DO[2]],
)
d(
    2021,
    "share watching it inside Jupyter Lab rather than, or as well as, in the browser (2021)",
    "share",
    DASH,
    share(2021, DASH, [DO[1]]),
    options=[DO[1]],
)
d(
    2020,
    "Who said usage spreads well past their own team, across the whole organisation? (2020)",
    "set",
    GROUP,
    S(rows(2020, has(GROUP, INST))),
    options=[INST],
)
d(
    2020,
    "Crosstab please: part of a larger group x how often, 2020",
    "tally",
    FREQ,
    {g: tal(2020, FREQ, [EVERY, ALL, OCC, LOOK], has(GROUP, g)) for g in (ALONE, TEAM, INST)},
    options=[EVERY, ALL, OCC, LOOK],
    by=GROUP,
    wording="column",
)
# --- data
d(2021, "Who juggles petabytes?", "set", SIZE, S(rows(2021, has(SIZE, "PBs"))), options=["PBs"])
d(
    2021,
    "How many handle CSV but no Parquet?",
    "count",
    FMT,
    len(rows(2021, has(FMT, "csv"), lambda y, r: not has(FMT, "parquet")(y, r))),
    options=["csv", "parquet"],
    where="csv and not parquet",
)
d(
    2021,
    "¿Quiénes guardan sus datos en HDFS?",
    "set",
    STORE,
    S(rows(2021, has(STORE, "HDFS"))),
    options=["HDFS"],
    lang="es",
)
d(2021, "Which respondents work in astronomy?", "set", IND, S(rows(2021, has(IND, "Astronomy"))), options=["Astronomy"])
d(
    2021,
    "Combien de répondants viennent des géosciences ?",
    "count",
    IND,
    len(rows(2021, has(IND, "Geoscience"))),
    options=["Geoscience"],
    lang="fr",
)
d(2021, "What industry do you work in - the four largest", "tally", IND, top(2021, IND, 4), top=4, wording="column")
d(
    2021,
    "how many preferred not to state their sector",
    "count",
    IND,
    len(rows(2021, lambda y, r: not ok(y, r, IND))),
    where="blank",
)
d(
    2021,
    "Which diagnostic plot got the fewest votes among those on the form?",
    "tally",
    DIAG,
    (lambda t: {min(t, key=t.get): min(t.values())})(
        tal(
            2021,
            DIAG,
            [
                "Task Stream",
                "Progress",
                "Memory Usage per Worker",
                "Workers table",
                "Tasks per Worker",
                "Worker info (worker logs)",
                "Tasks (entire history)",
                "Profile",
                "System",
                "Cluster Map (pew-pew-pew)",
            ],
        )
    ),
    top=-1,
    where="fewest",
)
# --- dates
d(
    2019,
    "How many answers came in during July 2019?",
    "count",
    TS,
    len([r for r in D[2019] if r[TS].startswith("2019-07")]),
    where="2019-07-01 .. 2019-07-31",
)
d(
    2020,
    "responses received between 1 and 15 June 2020 (both days included)",
    "count",
    TS,
    len([r for r in D[2020] if re.match(r"2020/06/(0[1-9]|1[0-5]) ", r[TS])]),
    where="2020-06-01 .. 2020-06-15",
)
d(2021, "When was the very last 2021 form submitted?", "number", TS, max(r[TS] for r in D[2021]), where="latest")
d(
    2021,
    "Who replied in August 2021?",
    "set",
    TS,
    S([i for i, r in enumerate(D[2021]) if r[TS].startswith("2021-08")]),
    where="2021-08",
)
# --- refusals
d(2021, "What is the average age of the 2021 respondents?", "refuse", why="no such column")
d(2020, "Share of women among those who answered in 2020", "refuse", why="no such column")
d(2019, "For how many years had the 2019 respondents been using Dask?", "refuse", why="column only in 2021")
d(2020, "Which file formats did the 2020 respondents work with?", "refuse", why="column only in 2021")
d(2021, "How many were still on Python 2 in 2021?", "refuse", why="column only in 2019")
d(
    2020,
    "How many picked Weekly when asked how often they use Dask in 2020?",
    "refuse",
    FREQ,
    options=["Weekly"],
    why="no such option",
    wording="column",
)
d(2021, "Average dataset size in gigabytes?", "refuse", SIZE, why="only size classes, no figures")
d(2019, "Total number of cluster nodes run by all 2019 respondents", "refuse", LC, why="only size classes, no figures")
d(2021, "Which countries do the respondents live in? top 5", "refuse", why="no such column")
d([2019, 2020, 2021], "How many people filled in the 2022 edition?", "refuse", why="no such year")
d(
    2021,
    "How many said they are Very dissatisfied with the release frequency?",
    "refuse",
    RELF,
    options=["Very dissatisfied"],
    why="no such option",
)

# ------------------------------------------------------------------ godi
with open(f"{ROOT}/godi-2015/entries.csv", encoding="utf-8-sig", newline="") as fh:
    G = list(csv.DictReader(fh))
CR = "exists digital public online free machinereadable bulk openlicense uptodate".split()


def gi(**k):
    return [i for i, r in enumerate(G) if all(r[c].strip() == v for c, v in k.items())]


def gs(ids, key):
    return S(ids, [G[i][key].strip() for i in ids])


def g(*a, **k):
    add("godi-2015", "entries.csv", *a, **k)


def gt(col, **k):
    c = collections.Counter(G[i][col] for i in gi(**k))
    return {o: c[o] for o in ("Yes", "No", "Unsure")}


def gsh(col, opt, **k):
    ids = [i for i in gi(**k) if G[i][col].strip()]
    return sh(sum(G[i][col] == opt for i in ids), len(ids))


def gtop(key, k, **w):
    ct = collections.Counter(G[i][key].strip() for i in gi(**w)).most_common()
    assert ct[k - 1][1] > ct[k][1], ("tie", w, ct[: k + 3])
    return dict(ct[:k])


g(
    "Which places put their company register under an open licence?",
    "set",
    "openlicense",
    gs(gi(dataset="Company Register", openlicense="Yes"), "country"),
    options=["Yes"],
    where="dataset = Company Register",
)
g(
    "How many countries offer weather forecasts that a machine can read?",
    "count",
    "machinereadable",
    len(gi(dataset="Weather forecast", machinereadable="Yes")),
    options=["Yes"],
    where="dataset = Weather forecast",
)
g(
    "Across every entry, what percentage is openly licensed?",
    "share",
    "openlicense",
    gsh("openlicense", "Yes"),
    options=["Yes"],
    wording="column",
)
g(
    "Does the data exist? overall tally",
    "tally",
    "exists",
    gt("exists"),
    options=["Yes", "No", "Unsure"],
    wording="column",
)
g(
    "What French datasets can be found on the internet?",
    "set",
    "online",
    gs(gi(country="France", online="Yes"), "dataset"),
    options=["Yes"],
    where="country = France",
)
g(
    "Where are laws and statutes simply not there, i.e. assessors answered No on existence?",
    "set",
    "exists",
    gs(gi(dataset="Legislation", exists="No"), "country"),
    options=["No"],
    where="dataset = Legislation",
)
g(
    "Number of cases in which reviewers could not tell whether a bulk download was on offer",
    "count",
    "bulk",
    len(gi(bulk="Unsure")),
    options=["Unsure"],
)
g(
    "Top three data categories by number of open licences",
    "tally",
    "openlicense",
    gtop("dataset", 3, openlicense="Yes"),
    options=["Yes"],
    by="dataset",
    top=3,
)
t = collections.Counter(r["dataset"].strip() for r in G if r["free"] == "Yes")
lo = min(t, key=t.get)
g(
    "Which category is least often free of charge?",
    "tally",
    "free",
    {lo: t[lo]},
    options=["Yes"],
    by="dataset",
    top=-1,
    where="fewest",
)
t = collections.Counter(r["country"].strip() for r in G if r["openlicense"] == "Yes").most_common()
mx = t[0][1]
g(
    "Champion of open licensing: which country has the most datasets with one?",
    "tally",
    "openlicense",
    {c: n for c, n in t if n == mx},
    options=["Yes"],
    by="country",
    top=1,
)
g(
    "Share of election result entries that are kept current",
    "share",
    "uptodate",
    gsh("uptodate", "Yes", dataset="Election Results"),
    options=["Yes"],
    where="dataset = Election Results",
)
g(
    "Government spending - list those where it is publicly available",
    "set",
    "public",
    gs(gi(dataset="Government Spending", public="Yes"), "country"),
    options=["Yes"],
    where="dataset = Government Spending",
    wording="column",
)
g(
    "How many entries name no publisher?",
    "count",
    "publisher",
    len([r for r in G if not r["publisher"].strip()]),
    where="blank",
    wording="column",
)
g(
    "In what share of rows is the link missing?",
    "share",
    "url",
    sh(len([r for r in G if not r["url"].strip()]), len(G)),
    where="blank",
    base="all rows",
)
g(
    "For how many entries did somebody record a file format?",
    "count",
    "format",
    len([r for r in G if r["format"].strip()]),
    where="not blank",
)
g("How many places are covered altogether?", "number", "country", len({r["place"] for r in G}), where="distinct")
g(
    "Land ownership: digital yet not on the web (flat No). How many countries?",
    "count",
    ["digital", "online"],
    len(gi(dataset="Land Ownership", digital="Yes", online="No")),
    options=["Yes", "No"],
    where="dataset = Land Ownership, digital = Yes, online = No",
)
ids = [i for i in gi(country="United Kingdom") if all(G[i][c] == "Yes" for c in CR)]
g(
    "Which UK datasets tick every single one of the nine boxes?",
    "set",
    CR,
    gs(ids, "dataset"),
    options=["Yes"],
    where="country = United Kingdom, all Yes",
)
g(
    "How many entries worldwide fulfil all nine criteria?",
    "count",
    CR,
    len([r for r in G if all(r[c] == "Yes" for c in CR)]),
    options=["Yes"],
    where="all Yes",
)
g(
    "¿En qué países no se sabe con certeza si existe el registro de empresas?",
    "set",
    "exists",
    gs(gi(dataset="Company Register", exists="Unsure"), "country"),
    options=["Unsure"],
    where="dataset = Company Register",
    lang="es",
)
g(
    "Combien de jeux de données brésiliens sont sous licence ouverte ?",
    "count",
    "openlicense",
    len(gi(country="Brazil", openlicense="Yes")),
    options=["Yes"],
    where="country = Brazil",
    lang="fr",
)
g(
    "National map, available in bulk: yes/no/unsure split",
    "tally",
    "bulk",
    gt("bulk", dataset="National Map"),
    options=["Yes", "No", "Unsure"],
    where="dataset = National Map",
    wording="column",
)
g(
    "Freshness of the data, Colombia against Mexico",
    "tally",
    "uptodate",
    {c: gt("uptodate", country=c) for c in ("Colombia", "Mexico")},
    options=["Yes", "No", "Unsure"],
    by="country",
)
g(
    "What is Kenya lacking completely (data said not to exist)?",
    "set",
    "exists",
    gs(gi(country="Kenya", exists="No"), "dataset"),
    options=["No"],
    where="country = Kenya",
)
pc = collections.Counter(r["country"].strip() for r in G if r["public"] == "Yes")
ids = sorted(c for c, n in pc.items() if n >= 10)
g(
    "Which countries make at least ten of the datasets public?",
    "set",
    "public",
    {"n": len(ids), "names": ids} if len(ids) < 40 else {"n": len(ids)},
    options=["Yes"],
    by="country",
    where=">= 10 Yes",
)
g(
    "On average, how many openly licensed datasets per country?",
    "number",
    "openlicense",
    round(sum(r["openlicense"] == "Yes" for r in G) / len({r["place"] for r in G}), 2),
    options=["Yes"],
    by="country",
)
g(
    "Publisher = Ministry of Finance, how many entries?",
    "count",
    "publisher",
    gold_any=[
        len([r for r in G if r["publisher"].strip() == "Ministry of Finance"]),
        len([r for r in G if "ministry of finance" in r["publisher"].lower()]),
    ],
    options=["Ministry of Finance"],
    wording="column",
)
g(
    "Openly licensed datasets in Norway, Sweden and Denmark - a figure for each",
    "tally",
    "openlicense",
    {c: len(gi(country=c, openlicense="Yes")) for c in ("Norway", "Sweden", "Denmark")},
    options=["Yes"],
    by="country",
)
g(
    "goverment budgt downloadable in one go, how many countries",
    "count",
    "bulk",
    len(gi(dataset="Government Budget", bulk="Yes")),
    options=["Yes"],
    where="dataset = Government Budget",
)
g(
    "Which countries still charge for, or otherwise do not give away, water quality readings although they are online?",
    "set",
    ["online", "free"],
    gs(gi(dataset="Water Quality", online="Yes", free="No"), "country"),
    options=["Yes", "No"],
    where="dataset = Water Quality, online = Yes, free = No",
)
g(
    "Where is the national statistics office data not online (answer No)?",
    "set",
    "online",
    gs(gi(dataset="National Statistics", online="No"), "country"),
    options=["No"],
    where="dataset = National Statistics",
)
g(
    "Quelle proportion des données budgétaires est lisible par machine ?",
    "share",
    "machinereadable",
    gsh("machinereadable", "Yes", dataset="Government Budget"),
    options=["Yes"],
    where="dataset = Government Budget",
    lang="fr",
)
g(
    "Of the pollutant emission entries known to exist, what share is out of date?",
    "share",
    "uptodate",
    gsh("uptodate", "No", dataset="Pollutant Emissions", exists="Yes"),
    options=["No"],
    where="dataset = Pollutant Emissions, exists = Yes",
)
g(
    "Could you rank the thirteen categories by how many countries have them online? just the first two",
    "tally",
    "online",
    gtop("dataset", 2, online="Yes"),
    options=["Yes"],
    by="dataset",
    top=2,
)
zero = sorted({r["country"].strip() for r in G} - {r["country"].strip() for r in G if r["exists"] == "Yes"})
noon = [
    c
    for c in {r["country"].strip() for r in G}
    if not any(r["online"] == "Yes" for r in G if r["country"].strip() == c)
]
g(
    "Name the countries with nothing whatsoever online",
    "set",
    "online",
    {"n": len(noon), "names": sorted(noon)},
    options=["Yes"],
    by="country",
    where="0 Yes",
)
g(
    "More than six machine readable datasets: how many countries manage that?",
    "count",
    "machinereadable",
    len([c for c, n in collections.Counter(r["country"] for r in G if r["machinereadable"] == "Yes").items() if n > 6]),
    options=["Yes"],
    by="country",
    where="> 6 Yes",
)
g(
    "¿Cuántas licitaciones públicas (contratación) están al día?",
    "count",
    "uptodate",
    len([r for r in G if r["dataset"].strip() == "Procurement tenders" and r["uptodate"] == "Yes"]),
    options=["Yes"],
    where="dataset = Procurement tenders",
    lang="es",
)
# refusals
g("What overall index score did Taiwan get?", "refuse", why="no score in the table")
g("Which countries publish open health care data?", "refuse", why="no such dataset category")
g("How open is Zimbabwe on procurement?", "refuse", why="Zimbabwe is not a row")
g(
    "How many entries were marked Partially on being machine readable?",
    "refuse",
    "machinereadable",
    options=["Partially"],
    why="no such option",
    wording="column",
)
g("How much does the land register data cost, on average, in euros?", "refuse", why="nobody gave a figure")

# ------------------------------------------------------------------ publicgoods
P = []
for f in sorted(glob.glob(f"{ROOT}/publicgoods/*.json")):
    try:
        P.append((os.path.basename(f), json.load(open(f, encoding="utf-8"))))
    except json.JSONDecodeError:
        pass  # two files are only a pointer to commcare.json


def val(o, path):
    for k in path.split("."):
        o = o[k]
    return o


def pv(o, path):
    v = val(o, path)
    return [x.strip() for x in v if x.strip()] if isinstance(v, list) else ([v.strip()] if v.strip() else [])


def pi(**k):
    return [x["name"] for _, x in P if all(k_ok(x, p, v) for p, v in k.items())]


def k_ok(x, p, v):
    return v in pv(x, p)


def psel(*conds):
    return sorted(x["name"] for _, x in P if all(c(x) for c in conds))


def is_(p, v):
    return lambda x: v in pv(x, p)


def blank(p):
    return lambda x: not pv(x, p)


def ps(ns):
    return {"n": len(ns), "names": ns}


def p(*a, **k):
    add("publicgoods", "*.json", *a, **k)


def ptal(path, *conds):
    return dict(
        collections.Counter(t for _, x in P if all(c(x) for c in conds) for t in set(pv(x, path))).most_common()
    )


PII = "doNoHarm.dataPrivacySecurity.collectsPII"
SHARE = "doNoHarm.dataPrivacySecurity.thirdPartyDataSharing"
NON = "NonPII.collectsNonPII"
CONT = "doNoHarm.inappropriateIllegalContent.collectStoreDistribute"
FILT = "doNoHarm.inappropriateIllegalContent.contentFilter"
DET = "doNoHarm.inappropriateIllegalContent.illegalContentDetection"
INTR = "doNoHarm.protectionFromHarassment.userInteraction"
UND = "doNoHarm.protectionFromHarassment.addressSafetySecurityUnderageUsers"
GRIEF = "doNoHarm.protectionFromHarassment.griefAbuseHarassmentProtection"
DEP = "platformIndependence.mandatoryDepsCreateMoreRestrictions"
DEV = "locations.developmentCountries"
DPL = "locations.deploymentCountries"
ACC = "NonPII.checkNonPIIAccessMechanism"
p("Which projects gather personally identifiable data?", "set", PII, ps(psel(is_(PII, "Yes"))), options=["Yes"])
p("How many of the goods pass data on to third parties?", "count", SHARE, len(psel(is_(SHARE, "Yes"))), options=["Yes"])
p(
    "Who relies on mandatory components that add restrictions beyond their own licence?",
    "set",
    DEP,
    ps(psel(is_(DEP, "Yes"))),
    options=["Yes"],
)
n = len(psel(is_(NON, "Yes")))
p("What share collects non-PII?", "share", NON, sh(n, len(P)), options=["Yes"], wording="column")
p(
    "Breakdown: users interact with each other, yes or no",
    "tally",
    INTR,
    ptal(INTR),
    options=["Yes", "No"],
    wording="column",
)
p(
    "List the tools hosting or distributing content that lack a content filter",
    "set",
    [CONT, FILT],
    ps(psel(is_(CONT, "Yes"), is_(FILT, "No"))),
    options=["Yes", "No"],
    where="collectStoreDistribute = Yes and contentFilter = No",
)
p(
    "How many left the question on detecting unlawful content unanswered?",
    "count",
    DET,
    len(psel(blank(DET))),
    where="blank",
)
p(
    "Projects admitting they have nothing in place to keep minors safe?",
    "set",
    UND,
    ps(psel(is_(UND, "No"))),
    options=["No"],
)
p(
    "Does anybody say they offer no protection against grief, abuse and harassment? Who?",
    "set",
    GRIEF,
    ps(psel(is_(GRIEF, "No"))),
    options=["No"],
    wording="column",
)
p("Which of them are built, at least partly, in India?", "set", DEV, ps(psel(is_(DEV, "India"))), options=["India"])
p("How many have been rolled out in Uganda?", "count", DPL, len(psel(is_(DPL, "Uganda"))), options=["Uganda"])
p("Quels projets sont déployés au Ghana ?", "set", DPL, ps(psel(is_(DPL, "Ghana"))), options=["Ghana"], lang="fr")
p(
    "¿Cuántas soluciones se desarrollan en Alemania?",
    "count",
    DEV,
    len(psel(is_(DEV, "Germany"))),
    options=["Germany"],
    lang="es",
)
ct = sorted(((len(set(pv(x, DPL))), x["name"]) for _, x in P), reverse=True)
raw = {x["name"]: len(pv(x, DPL)) for _, x in P}  # a few lists name a country twice
p(
    "Three most widely deployed goods, by number of countries",
    "tally",
    DPL,
    gold_any=[{n: c for c, n in ct[:3]}, {n: raw[n] for c, n in ct[:3]}],
    by="name",
    top=3,
)
assert ct[2][0] > ct[3][0]
p(
    "In how many countries is DHIS2 running?",
    "number",
    DPL,
    gold_any=[[c for c, n in ct if n == "DHIS2"][0], raw["DHIS2"]],
    where="name = DHIS2",
)
p("Which entries do not say where they are in use?", "set", DPL, ps(psel(blank(DPL))), where="blank")
t = ptal(DEV)
it = list(t.items())
p("Most common countries of development, top 2", "tally", DEV, dict(it[:2]), top=2, wording="column")
assert it[1][1] > it[2][1]
p(
    "How many are live in twenty countries or more?",
    "count",
    DPL,
    len([1 for c, _ in ct if c >= 20]),
    where=">= 20 countries",
)
p(
    "no personal data collected, yet people can interact through the platform - which ones",
    "set",
    [PII, INTR],
    ps(psel(is_(PII, "No"), is_(INTR, "Yes"))),
    options=["No", "Yes"],
    where="collectsPII = No and userInteraction = Yes",
)
p(
    "median number of deployment countries among those that list any",
    "number",
    DPL,
    statistics.median([c for c, _ in ct if c]),
    where="not blank",
)
p(
    "Split the harvesting of personal data by whether users interact",
    "tally",
    PII,
    {v: ptal(PII, is_(INTR, v)) for v in ("Yes", "No")},
    options=["Yes", "No"],
    by=INTR,
)
p("How many monthly active users does each project report?", "refuse", why="nobody gave a figure")
p("In which year was each project founded?", "refuse", why="no such column")
p(
    "Which projects answered Not applicable to sharing data with third parties?",
    "refuse",
    SHARE,
    options=["Not applicable"],
    why="no such option",
)

# ------------------------------------------------------------------ k8s checklists
K = {}
KEYS = [
    ("readme", "[README.md]"),
    ("contrib", "[CONTRIBUTING.md]"),
    ("other", "Other contributing docs"),
    ("subs", "Subprojects list"),
    ("leads", "SIG leaders"),
    ("wgleads", "WG leaders"),
    ("notes", "Meeting notes and recordings"),
    ("spons", "Updates provided to sponsoring"),
    ("wide", "Did you have community-wide"),
]
for f in sorted(glob.glob(f"{ROOT}/k8s-annual-reports/*.md")):
    name = os.path.basename(f)[:-3]
    it = {}
    for l in open(f, encoding="utf-8"):
        m = re.match(r"\s*[-*]\s*\[([ xX])\]\s*(.*)", l)
        if m:
            for k, pre in KEYS:
                if m.group(2).startswith(pre):
                    it.setdefault(k, m.group(1) != " ")
    K[name] = it


def kk(y, key, want, pre=""):
    return sorted(
        n for n, it in K.items() if n.endswith(f"-{y}") and key in it and it[key] == want and n.startswith(pre)
    )


def kb(y, key, pre=""):
    return [n for n, it in K.items() if n.endswith(f"-{y}") and key in it and n.startswith(pre)]


def k8(y, *a, **k):
    add("k8s-annual-reports", f"*-{y}.md", *a, **k)


C = dict(
    readme="[README.md] reviewed for accuracy and updated if needed",
    contrib="[CONTRIBUTING.md] reviewed for accuracy and updated if needed",
    other="Other contributing docs (e.g. in devel dir or contributor guide) reviewed for accuracy and updated if needed",
    subs="Subprojects list and linked OWNERS files in [sigs.yaml] reviewed for accuracy and updated if needed",
    leads="SIG leaders (chairs, tech leads, and subproject leads) in [sigs.yaml] are accurate and active, and updated if needed",
    wgleads="WG leaders in [sigs.yaml] are accurate and active, and updated if needed",
    wide="Did you have community-wide updates in 2022 (e.g. community meetings, kubecon, or kubernetes-dev@ emails)? Links to email, slides, or recordings:",
)


def Cn(y):
    return f"Meeting notes and recordings for {y} are linked from [README.md] and updated/uploaded if needed"


def Cs(y):
    return f"Updates provided to sponsoring SIGs in {y}"


def kset(ns):
    return {"n": len(ns), "names": ns} if len(ns) < 40 else {"n": len(ns)}


k8(
    2023,
    "Which groups never ticked the README check in their 2023 report?",
    "set",
    C["readme"],
    kset(kk(2023, "readme", False)),
    options=["unchecked"],
)
k8(
    2024,
    "How many 2024 reports confirm that the meeting minutes and recordings were linked?",
    "count",
    Cn(2024),
    len(kk(2024, "notes", True)),
    options=["checked"],
)
k8(
    2024,
    "working groups of 2024 that did not tick having kept their sponsoring SIGs posted",
    "set",
    Cs(2024),
    kset(kk(2024, "spons", False)),
    options=["unchecked"],
)
n = len(kk(2023, "contrib", True))
k8(
    2023,
    "Share of 2023 SIG reports with CONTRIBUTING.md reviewed",
    "share",
    C["contrib"],
    sh(n, len(kb(2023, "contrib"))),
    options=["checked"],
    wording="column",
)
k8(
    2022,
    "Which SIGs reported no community-wide updates in 2022 (box left open)?",
    "set",
    C["wide"],
    kset(kk(2022, "wide", False)),
    options=["unchecked"],
    wording="column",
)
k8(
    2025,
    "2025: are there groups whose list of leaders is not confirmed as accurate? SIGs only",
    "set",
    C["leads"],
    kset(kk(2025, "leads", False)),
    options=["unchecked"],
)
k8(
    2023,
    "How many SIGs have the subproject list and OWNERS files box crossed in 2023?",
    "count",
    C["subs"],
    len(kk(2023, "subs", True)),
    options=["checked"],
)
k8(
    2023,
    'Tally checked vs unchecked for the "other contributing docs" line, 2023',
    "tally",
    C["other"],
    {"checked": len(kk(2023, "other", True)), "unchecked": len(kk(2023, "other", False))},
    options=["checked", "unchecked"],
    wording="column",
)
k8(
    2024,
    "Combien de groupes de travail (WG) ont confirmé leurs responsables en 2024 ?",
    "count",
    C["wgleads"],
    len(kk(2024, "wgleads", True)),
    options=["checked"],
    lang="fr",
)
full = [n for n, it in K.items() if n.endswith("-2024") and it and not any(it.values())]
k8(
    2024,
    "Which 2024 checklists were handed in without a single tick?",
    "set",
    "(all operational tasks)",
    kset(sorted(full)),
    options=["unchecked"],
    where="all unchecked",
)
add(
    "k8s-annual-reports",
    [f"*-{y}.md" for y in range(2022, 2026)],
    "README reviewed: share of reports with the tick, year by year from 2022 to 2025",
    "share",
    C["readme"],
    {str(y): sh(len(kk(y, "readme", True)), len(kb(y, "readme"))) for y in range(2022, 2026)},
    options=["checked"],
    wording="column",
)
k8(2024, 'How many groups ticked off "Budget approved by steering" in 2024?', "refuse", why="no such checkbox")
k8(
    2023,
    'Which SIGs marked the CONTRIBUTING review as "in progress" in 2023?',
    "refuse",
    options=["in progress"],
    why="no such option",
)


# ------------------------------------------------------------------ write
def tv(v):
    if isinstance(v, bool):
        return "true" if v else "false"
    if isinstance(v, (int, float)):
        return repr(v)
    if isinstance(v, str):
        return json.dumps(v, ensure_ascii=False)
    if isinstance(v, (list, tuple)):
        return "[" + ", ".join(tv(x) for x in v) + "]"
    if isinstance(v, dict):
        return "{" + ", ".join(json.dumps(str(k), ensure_ascii=False) + " = " + tv(x) for k, x in v.items()) + "}"
    raise TypeError(v)


with open(OUT, "w", encoding="utf-8") as fh:
    fh.write("# written by gold.py; do not edit by hand. Formats: see the head of gold.py\n")
    for i, e in enumerate(Q, 1):
        fh.write(f'\n[[question]]\nid = "b{i:03d}"\n')
        for k, v in e.items():
            fh.write(f"{k} = {tv(v)}\n")
back = tomllib.load(open(OUT, "rb"))["question"]
assert len(back) == len(Q) and len({e["text"] for e in Q}) == len(Q)
cc = collections.Counter((e["corpus"], e["kind"]) for e in Q)
for c in sorted({e["corpus"] for e in Q}):
    print(c, sum(v for (a, _), v in cc.items() if a == c), {k: v for (a, k), v in sorted(cc.items()) if a == c})
print(
    "total",
    len(Q),
    "column wording",
    sum(e["wording"] == "column" for e in Q),
    "lang",
    collections.Counter(e["lang"] for e in Q),
    "kinds",
    collections.Counter(e["kind"] for e in Q),
)
if "-v" in sys.argv:
    for i, e in enumerate(Q, 1):
        print(
            f"b{i:03d}",
            e["corpus"][:5],
            e["source"],
            e["kind"],
            "|",
            e["text"],
            "=>",
            str(e.get("gold", e.get("gold_any")))[:200],
        )
