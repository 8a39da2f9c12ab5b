import pytest

from support.api_caller import Caller
from support.fake_api import FakeApi


@pytest.fixture
def api(authority):
    fake = FakeApi(authority)
    yield fake
    fake.close()


@pytest.fixture
def caller(binary, authority, api, tmp_path):
    token = tmp_path / "token"
    token.write_text(api.token + "\n")
    cluster = {"server": api.url, "certificate-authority": str(authority.certificate)}
    made = Caller(binary, tmp_path, cluster, {"tokenFile": str(token)})
    made.token = token
    yield made
    made.program.end_what_runs()
