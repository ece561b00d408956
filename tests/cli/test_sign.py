"""Signatures: what they notice where a public key is named, on the command line and where models are read."""

import json
import shutil
import stat

import pytest

from inspector.core.errors import ModelError
from inspector.store.models.card import card_sha256
from inspector.store.models.model_folder import read_model
from inspector.store.onnx.exported import _seal, read_onnx, sign_export
from inspector.store.signatures import PUBLIC_KEY_VARIABLE, write_new_key


@pytest.fixture
def copy(model_folder, tmp_path):
    return shutil.copytree(model_folder, tmp_path / "copy")


@pytest.fixture
def key(tmp_path, monkeypatch):
    """A key whose public part is trusted here."""
    write_new_key(tmp_path / "k")
    monkeypatch.setenv(PUBLIC_KEY_VARIABLE, str(tmp_path / "k.pub"))
    return tmp_path / "k"


def code_of(use, *arguments) -> str:
    with pytest.raises(ModelError) as refused:
        use(*arguments)
    return refused.value.code


def test_a_model_is_signed_and_used_until_its_thresholds_change(cli, copy, key):
    assert code_of(read_model, copy) == "signature.missing"
    assert cli("info", copy)[0] == 3
    assert cli("sign", copy, "--key", key)[0] == 0
    assert cli("info", copy)[0] == 0
    code, _, _ = cli("threshold", copy, "--reject", 100, "--reason", "trial")
    assert code == 0
    code, _, stderr = cli("info", copy)
    assert code == 3
    assert "inspector-cli sign" in stderr
    assert cli("sign", copy, "--key", key)[0] == 0
    assert read_model(copy).operating_point.reject == 100


def test_changed_again_with_its_hash_renewed(cli, copy, key):
    cli("sign", copy, "--key", key)
    card = json.loads((copy / "model.json").read_text("utf-8"))
    card["operating_point"] = {"review": 1e9, "reject": 1e9}
    card["sha256"] = card_sha256(card)
    (copy / "model.json").write_text(json.dumps(card), "utf-8")
    assert code_of(read_model, copy) == "signature.outdated"


@pytest.mark.parametrize(
    "content", ["", "null", "[]", '{"signed": {}, "signature": "00"}', '{"signed": 1}', "[" * 10**5]
)
def test_a_signature_that_is_none(copy, key, content):
    (copy / "signature.json").write_text(content)
    assert code_of(read_model, copy) == "signature.other_key"


def test_another_key(cli, copy, key, tmp_path):
    code, out, _ = cli("sign", copy, "--key", tmp_path / "other", "--new-key")
    assert code == 0
    assert "other.pub" in out
    assert code_of(read_model, copy) == "signature.other_key"
    assert stat.S_IMODE((tmp_path / "other").stat().st_mode) == 0o600
    assert cli("sign", "--key", tmp_path / "other", "--new-key")[0] == 3  # keys are never overwritten


def test_without_a_public_key_nothing_is_asked_for(copy, key, monkeypatch):
    monkeypatch.delenv(PUBLIC_KEY_VARIABLE)
    read_model(copy)
    monkeypatch.setenv(PUBLIC_KEY_VARIABLE, str(copy / "model.json"))
    assert code_of(read_model, copy) == "signature.no_key"


def test_an_exported_file_that_was_sealed_again(exported_content, key, tmp_path):
    content, path = exported_content, tmp_path / "m.onnx"
    path.write_bytes(content)
    assert code_of(read_onnx, path) == "signature.missing"
    sign_export(path, key=key)
    read_onnx(path)
    body = content[: -len(_seal(b""))].replace(b"disc", b"disk")
    path.write_bytes(body + _seal(body))
    assert code_of(read_onnx, path) == "signature.outdated"
