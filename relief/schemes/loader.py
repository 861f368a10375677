"""Scheme files: read, completed with the shipped labels, checked as a whole. A bad file is never half loaded."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from relief.schemes.crosschecks import contradictions
from relief.schemes.errors import Problem, SchemeError
from relief.schemes.schema import SCHEME

SCHEMES_DIR = Path(__file__).resolve().parents[2] / "fixtures" / "schemes"
LABELS_FILE = SCHEMES_DIR / "labels.yaml"


class _StrictLoader(yaml.SafeLoader):
    """YAML in which a key stands once: a second amount for the same cause must not silently win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen = set()
        for key_node, _value in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, list | dict):
                raise yaml.constructor.ConstructorError(None, None, _("键不能是列表或键值对"), key_node.start_mark)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, _("键%s出现两次") % key, key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def load_scheme_file(path: Path) -> dict[str, Any]:
    """The validated content of a scheme file, dates as ISO text, labels complete. Raises SchemeError."""
    return validated(read_yaml(path))


def validated(content: Any) -> dict[str, Any]:
    """Content of a scheme, checked and completed with labels. Raises SchemeError naming every key at fault."""
    problems: list[Problem] = []
    SCHEME(content, "", problems)
    if problems:
        raise SchemeError(problems)
    data = {**content, "labels": _labels(content.get("labels", {}))}
    problems = contradictions(data)
    if problems:
        raise SchemeError(problems)
    return data


def read_yaml(path: Path) -> Any:
    """A YAML file of one document as plain values. Raises SchemeError when it cannot be read."""
    return _read(path, lambda text: yaml.load(text, _StrictLoader))  # noqa: S506 - a SafeLoader


def read_yaml_documents(path: Path) -> list[Any]:
    """Every document of a YAML file as plain values. Raises SchemeError when it cannot be read."""
    found: list[Any] = _read(path, lambda text: list(yaml.load_all(text, _StrictLoader)))  # noqa: S506 - a SafeLoader
    return found


def _read(path: Path, load: Callable[[str], Any]) -> Any:
    try:
        return _plain(load(Path(path).read_text(encoding="utf-8")))
    except OSError as error:
        raise SchemeError([Problem("", _("文件无法读取:%s") % error.strerror)]) from error
    except UnicodeDecodeError as error:
        raise SchemeError([Problem("", _("文件不是UTF-8编码"))]) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        where = {"line": line, "what": error.problem}
        raise SchemeError([Problem("", _("第%(line)s行有错:%(what)s") % where)]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SchemeError([Problem("", _("文件无法读取:%s") % error)]) from error


def _labels(own: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Shipped names of codes, the scheme's own above them."""
    shipped = read_yaml(LABELS_FILE)
    return {section: {**shipped.get(section, {}), **own.get(section, {})} for section in {**shipped, **own}}


def _plain(value: Any) -> Any:
    """Dates become ISO text, so that file, database and stored calculations compare alike."""
    if isinstance(value, Mapping):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return value
