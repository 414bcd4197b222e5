"""The programs that the documents show are run as they stand there."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coalition.errors import RuleError, ShapeError
from coalition.json_form import call, encode
from coalition.operations import OPERATIONS
from coalition.preimage import Preimage


def _fence(document: Path) -> str:
    """The first Python fence of a document."""
    found = re.search(r"```python\n(.*?)```", document.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def test_the_adapter_of_the_readme_conforms(root: Path, assay: list[str], tmp_path: Path) -> None:
    """The README's adapter is under 100 lines, and the suite passes it for the feature it claims."""
    program = _fence(root / "README.md")
    (tmp_path / "my_adapter.py").write_text(program, "utf-8")
    command = [*assay, "run", "--target", f"stdio:{sys.executable} my_adapter.py"]

    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout
    assert "my-coalition 1.0.0 conforms to coalition spec 0.1" in result.stdout.replace("\n", " ")
    assert len(program.splitlines()) < 100


def _with_named_refusals(operation: Callable[..., Any]) -> Callable[[Any], Any]:
    def answer(params: Any) -> Any:
        try:
            derived = call(operation, params)
        except RuleError as error:
            raise ValueError(type(error).__name__) from None
        except ShapeError:
            raise TypeError("invalid params") from None
        return derived.value().hex() if isinstance(derived, Preimage) else encode(derived)

    return answer


def test_the_reader_of_the_vectors_page_works(root: Path) -> None:
    """The page's loop over the vectors passes the reference, and finds a wrong operation out."""
    scope: dict[str, Any] = {}
    exec(_fence(root / "vectors" / "README.md"), scope)
    operations = {name: _with_named_refusals(operation) for name, operation in OPERATIONS.items()}

    assert scope["check"](root / "vectors", operations) == []
    wrong = {"identity.member_id": lambda given: str(given.get("stable_id"))[-40:]}
    assert "identity/member-id/searcher" in scope["check"](root / "vectors", wrong)


def test_the_docstring_of_the_kit_is_python(root: Path) -> None:
    """What the kit's docstring shows can be compiled."""
    import assay_kit  # noqa: PLC0415 - its docstring is what is tested

    shown = "\n".join(line[4:] for line in (assay_kit.__doc__ or "").splitlines() if line.startswith("    "))

    compile(shown, "assay_kit", "exec")
