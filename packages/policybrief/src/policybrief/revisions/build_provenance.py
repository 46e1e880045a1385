"""How a revision came about: its provenance as an in-toto statement after SLSA, its parts as a CycloneDX SBOM.

Both follow from the commit, the files and what is installed: no clock, no machine and no chance is in them.
"""

from __future__ import annotations

import datetime as dt
import json
import platform
import uuid
from functools import cache
from typing import TYPE_CHECKING, Any

from policybrief.data.distributions import needed

if TYPE_CHECKING:
    from importlib.metadata import Distribution

    from cyclonedx.model.component import Component

GENERATOR = "policybrief"
PROVENANCE, SBOM = "provenance.json", "sbom.json"
BUILD_TYPE = "urn:policybrief:edition"
"""What the parameters mean: the command ``policybrief edition`` at a commit."""
NAMESPACE = uuid.UUID("3c9e1c57-7f0e-5a3e-8d43-51b0c9a4f7d2")
"""For the serial number of an SBOM; made once, never changed."""


def tools() -> dict[str, str]:
    """Name and version of what makes an edition: Python, the generator, and all that it needs."""
    return {"python": platform.python_version()} | {name: one.version for name, one in needed(GENERATOR).items()}


def statement(
    revision: str,
    made_of: tuple[str, str],
    inputs: dict[str, str],
    outputs: dict[str, str],
    made_with: dict[str, str],
) -> str:
    """The provenance: which files came of which commit and tree, files and distributions."""
    commit, tree = made_of
    made = [{"uri": f"pkg:pypi/{name}@{version}"} for name, version in made_with.items() if name != "python"]
    read = [{"name": name, "digest": {"sha256": hash}} for name, hash in inputs.items()]
    source = {"name": "project", "digest": {"gitCommit": commit, "gitTree": tree}}
    return _as_json(
        {
            "_type": "https://in-toto.io/Statement/v1",
            "subject": [{"name": name, "digest": {"sha256": hash}} for name, hash in outputs.items()],
            "predicateType": "https://slsa.dev/provenance/v1",
            "predicate": {
                "buildDefinition": {
                    "buildType": BUILD_TYPE,
                    "externalParameters": {"revision": revision},
                    "internalParameters": {"python": made_with["python"], "network": False, "cache": False},
                    "resolvedDependencies": [source, *read, *made],
                },
                "runDetails": {"builder": {"id": BUILD_TYPE, "version": {GENERATOR: made_with[GENERATOR]}}},
            },
        }
    )


def sbom(title: str, revision: str, date: dt.date, commit: str) -> str:
    """The generator and all that it needs, with versions and licences."""
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.model.dependency import Dependency
    from cyclonedx.output.json import JsonV1Dot5

    whole = Bom(serial_number=uuid.uuid5(NAMESPACE, f"{revision} {commit}"))
    whole.metadata.timestamp = dt.datetime.combine(date, dt.time(), dt.UTC)
    brief = Component(name=title, version=revision, type=ComponentType.DATA, bom_ref="brief")
    whole.metadata.component = brief
    whole.components.update(_components())
    whole.dependencies.add(Dependency(brief.bom_ref, [Dependency(one.bom_ref) for one in whole.components]))
    return _as_json(json.loads(JsonV1Dot5(whole).output_as_string()))


@cache
def _components() -> tuple[Component, ...]:
    """What is installed, looked up once a process: it does not change while a brief is built."""
    from cyclonedx.contrib.license.factories import LicenseFactory
    from cyclonedx.model.component import Component, ComponentType
    from packageurl import PackageURL

    made = LicenseFactory()
    return tuple(
        Component(
            name=name,
            version=one.version,
            type=ComponentType.LIBRARY,
            bom_ref=name,
            purl=PackageURL("pypi", None, name, one.version),
            licenses=[made.make_from_string(licence)] if (licence := licence_of(one)) else (),
        )
        for name, one in needed(GENERATOR).items()
    )


def licence_of(one: Distribution) -> str:
    """The licence of a distribution as it states it, in a line."""
    stated = [one.metadata[field] for field in ("License-Expression", "License") if field in one.metadata]
    said = next(filter(None, stated), "")
    if not said or "\n" in said or len(said) > 100:
        named = [c for c in one.metadata.get_all("Classifier") or () if c.startswith("License ::")]
        said = "; ".join(name.rpartition(" :: ")[2] for name in named)
    return said


def _as_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
