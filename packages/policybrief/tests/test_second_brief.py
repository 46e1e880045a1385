"""A second brief, by another house on another subject: in French, on US Letter, in colours of its own.

It is made by `policybrief new`, `policybrief add` and what the guides say, and nothing else.  Its numbers are
official statistics of Insee, each read in the summary of its primary:
https://www.insee.fr/fr/statistiques/2121597?sommaire=2966826 (income of 2014) and
https://www.insee.fr/fr/statistiques/3055008?sommaire=3225624 (income of 2015).
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdfium2
import pytest
from babel.messages.pofile import read_po
from lxml import html
from projects import Built, Project

from policybrief.__main__ import main
from policybrief.commands import new
from policybrief.words import messages

SOURCES = """@techreport{{insee2017,
    author = {{Argouarc'h, Julie and Boiron, Antoine}},
    title = {{Les niveaux de vie en 2014}},
    institution = {{Insee}}, year = {{2017}}, month = {{09}},
    url = {{https://www.insee.fr/fr/statistiques/2121597?sommaire=2966826}},
    {more}
}}
@techreport{{insee2018,
    author = {{Argouarc'h, Julie and Cazenave-Lacrouts, Marie-Cécile}},
    title = {{Les niveaux de vie en 2015}},
    institution = {{Insee}}, year = {{2018}}, month = {{02}},
    url = {{https://www.insee.fr/fr/statistiques/3055008?sommaire=3225624}},
    {more}
}}
""".format(
    more="sourcetype = {statistics}, review = {not applicable}, relation = {government}, urldate = {2026-11-29},\n"
    "    version = {version en ligne}, archivenote = {aucune copie connue}"
)
SHARES = "situation,number,unit\nchômeurs,37.6,percent\nsalariés,6.5,percent\n"
RECORD = """statement = "En 2014, {mono} des personnes en famille monoparentale sont pauvres, de tous {all}."
kind = "official-statistics"
certainty = "moderate"
reasons = "Une seule enquête, selon une méthode publiée."
not_shown = "Pourquoi ces familles sont plus souvent pauvres."
as_of = 2026-11-29

[[sources]]
key = "insee2017"
locator = "résumé, deuxième et troisième alinéas"
read = "passage"
checked = 2026-11-29

[values.mono]
label = "familles monoparentales"
number = 35.9
unit = "percent"

[values.all]
label = "toute la population"
number = 14.1
unit = "percent"
"""
FINDINGS = """# Ce que montrent les chiffres

:::{in-short}
La pauvreté dépend de la famille et de l'emploi.
:::

:::{finding} familles
:title: Les familles monoparentales sont plus souvent pauvres
:evidence: familles-2014
:certainty: moderate
:key:

Dans les familles monoparentales, {value}`familles-2014.mono` des personnes sont pauvres,
contre {value}`familles-2014.all` de la population.

Parce que
: une seule enquête le montre, selon une méthode publiée.

Ne montre pas
: pourquoi elles le sont.

Changerait si
: une autre enquête trouvait l'inverse.
:::

:::{finding} emploi
:title: Le chômage compte encore davantage
:evidence: emploi-data
:certainty: moderate
:key:

En 2015, {value}`emploi-data.chomeurs` des chômeurs sont pauvres,
contre {value}`emploi-data.salaries` des salariés.

Parce que
: une seule enquête le montre, selon une méthode publiée.

Ne montre pas
: ce que ferait un emploi à ceux qui n'en ont pas.

Changerait si
: une autre enquête trouvait l'inverse.
:::

```{chart} emploi
```
"""
ASKED = """# Ce qu'il faut publier

:::{in-short}
L'Insee donnerait à chaque taux sa marge.
:::

:::{recommendations}
:::

:::{recommendation} marges
:title: Une marge pour chaque taux
:findings: familles, emploi
:strength: conditional
:by: 2028-06-30
:review: 2029-06-30
:actors: insee

Nous suggérons que l'Insee publie la marge d'erreur de chaque taux là où {finding}`~familles` tient.

Qui
: L'Insee.

En vertu de quel pouvoir
: Il publie ces taux lui-même, comme {evidence}`son rapport <familles-2014>` le montre.

Coût
: Non estimé.

Indicateur
: Part des taux publiés avec leur marge.

Valeur de départ
: Les résumés lus n'en donnent aucune.

Cible
: Tous les taux.

Qui détient les données
: L'Insee.

Contrepartie
: Des tableaux plus longs.

Arguments contraires
: Une marge peut être lue à tort comme un doute sur tout.

Options écartées
: Ne rien changer.

Repose sur l’hypothèse
: Une marge aide qui compare deux taux.

À retirer si
: Les lecteurs comparent moins bien avec elle.
:::
"""
COVER = """# Mesurer la pauvreté par famille

:::{main-message}
L'Insee devrait publier la marge d'erreur de chaque taux de pauvreté avant juillet 2028.
:::

Cette note s'adresse à qui lit ces taux.

:::{abstract}
La pauvreté dépend de la famille et de l'emploi. L'Insee donnerait à chaque taux sa marge.
:::

```{toctree}
findings
recommendations
about
```
"""
ABOUT = """# À propos de cette note

Les résumés de deux rapports ont été lus en ligne. Cette note n'a pas été relue à l'extérieur.

:::{publication}
:::

## Fiches

:::{evidence-register}
:::

## Sources

```{bibliography}
:all:
```
"""
SIGN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z" fill="#1b5e20"/></svg>\n'
ENGLISH = re.compile(
    r"\b(?:the|of|and|is|was|are|with|not|this|that|these|by|from|at|for|which|who|what|how|has|have|yet|none|there|"
    r"findings?|evidence|certainty|strength|draft|high|low|moderate|strong|weak|read|search|contents|next|previous|"
    r"show|copy|full|text|table|figure of|chapters?|key|date of|version of|as|to|in full|data|home|back|see)\b"
)
SAME = {"table", "data", "version", "date", "as"}
"""English words that French has, too."""
SPOKEN = ("aria-label", "title", "alt", "placeholder", "data-newer", "data-all", "data-done", "data-withdrawn")


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The brief, as somebody makes it who has the guides alone."""
    folder = tmp_path_factory.mktemp("second") / "note"
    told = ("--title", "Mesurer la pauvreté par famille", "--language", "fr", "--paper", "us-letter")
    assert main(["new", str(folder), *told, "--organisation", "Une maison", "--profile", "general"]) == 0
    brief = Project(folder)
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        for name in (*folder.glob("material/**/example-*.toml"), folder / "refs.bib"):
            name.unlink()
        brief.write("sources.bib", SOURCES)
        brief.write("parts.csv", SHARES)
        assert main(["add", "source", "sources.bib"]) == 0
        assert main(["add", "figure", "emploi", "parts.csv"]) == 0
    _fill(brief)
    brief.write("material/evidence/familles-2014.toml", RECORD)
    for name, text in {"findings": FINDINGS, "recommendations": ASKED, "index": COVER, "about": ABOUT}.items():
        brief.write(f"source/{name}.md", text)
    brief.write("signe.svg", SIGN)
    brief.write("CHANGELOG.md", "# Changements\n\n## 0.1 - 2026-11-29\n\n- update: premier texte.\n")
    actor = new.words("fr")["actor"]
    brief.change("conf.py", f'{{"example-actor": "{actor}"}}', '{"insee": "L\'Insee"}')
    with (folder / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(
            "\nbrief_cut_off = dt.date(2026, 11, 29)\n"
            'brief_colours = {"accent": "#1b5e20"}\nhtml_logo = "signe.svg"\nbrief_logo_alt = "Une maison"\n'
        )
    return brief


def _fill(brief: Project) -> None:
    """Fill the gaps that `policybrief add figure` marks."""
    said = new.words("fr")
    added = said["added"]
    for gap, words in {
        added["figure_statement"]: "En 2015, {chomeurs} des chômeurs sont pauvres, et {salaries} des salariés.",
        said["reasons"]: "Une seule enquête, selon une méthode publiée.",
        said["limits"]: "Ce que ferait un emploi à ceux qui n'en ont pas.",
        said["locator"]: "résumé, dernier alinéa",
        'kind = "experiment"': 'kind = "official-statistics"',
        'certainty = "low"': 'certainty = "moderate"',
    }.items():
        brief.change("material/evidence/emploi-data.toml", gap, words)
    for gap, words in {
        added["figure_title"].replace(
            "{label}", "chômeurs"
        ): "Parmi les plus pauvres, la part des chômeurs arrive en tête",
        added["figure_message"].partition("{most}")[0]: "Parmi les chômeurs, ",
        added["figure_message"].partition("{most}")[2]: " sont pauvres.",
        added["figure_note"]: "Pauvre : au-dessous du seuil de pauvreté de l'Insee.",
        added["figure_panel"]: "Personnes pauvres en 2015",
        added["figure_axis"]: "part",
    }.items():
        brief.change("material/figures/emploi.toml", gap, words)


def spoken(page: str) -> str:
    """What a reader of a page sees or hears."""
    tree = html.fromstring(page)
    for unseen in tree.xpath("//script | //style | //code | //*[@lang='en'] | //*[@class='headerlink']"):
        unseen.drop_tree()
    heard = [value for name in SPOKEN for value in tree.xpath(f"//@{name}")]
    return " ".join([tree.text_content(), *map(str, heard)])


def english(text: str) -> list[str]:
    """The English in a text: words that French has not, and sentences of the generator that nobody translated."""
    path = Path(messages.FOLDER) / "fr" / "LC_MESSAGES" / f"{messages.CATALOGUE}.po"
    with path.open("rb") as opened:
        known = {str(one.id): str(one.string) for one in read_po(opened) if one.id and isinstance(one.id, str)}
    left = [
        id for id, words in known.items() if len(id.split()) > 1 and "{" not in id and id != words and id in text
    ]
    return [*left, *(word for word in ENGLISH.findall(text) if word not in SAME)]


@pytest.fixture(scope="module")
def pages(brief: Project) -> Built:
    """Its pages."""
    return brief.build("html", nitpicky=True)


def test_the_second_brief_passes_every_check(pages: Built) -> None:
    assert pages.complaints == []


def test_no_page_of_it_says_an_english_word(pages: Built) -> None:
    said = {path.name: english(spoken(path.read_text("utf-8"))) for path in pages.outdir.rglob("*.html")}
    assert "findings.html" in said
    assert {name: words for name, words in said.items() if words} == {}


def test_its_pages_have_the_colours_and_the_sign_of_its_house(pages: Built) -> None:
    assert "#1b5e20" in "".join(path.read_text("utf-8") for path in (pages.outdir / "_static").glob("*.css"))
    assert 'alt="Une maison"' in pages.file("index.html")


def test_its_print_is_french_on_us_letter(brief: Project) -> None:
    built = brief.build("accessiblepdf", nitpicky=True)
    assert built.complaints == []
    with pypdfium2.PdfDocument(built.outdir / "brief.pdf") as document:
        sizes = {tuple(round(side) for side in page.get_size()) for page in document}
        text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    assert sizes == {(612, 792)}
    assert english(text) == []
    assert "37,6 %" in re.sub(r"\s", " ", text)


@pytest.mark.parametrize("builder", ["text", "register"])
def test_its_text_and_its_register_are_french(brief: Project, builder: str) -> None:
    built = brief.build(builder)
    assert built.complaints == []
    if builder == "text":
        said = {path.name: english(path.read_text("utf-8")) for path in built.outdir.glob("*.txt")}
        assert {name: words for name, words in said.items() if words} == {}
        return
    register = json.loads(built.file("register.json"))
    assert register["brief"]["language"] == "fr"
    assert english(" ".join(one["text"] for one in register["findings"] + register["recommendations"])) == []
