"""Every block of shell in the pages is run by a test; what is not, says why, and is seldom."""

from support import pages

RUNNERS = {
    pages.SERVER: "tests/integration/test_pages.py",
    pages.CLUSTER: "tests/kubernetes/test_pages.py",
    pages.DOCKER: "tests/kubernetes/test_image_docker.py",
}


def test_pages__at_most_a_tenth_of_the_blocks_is_not_run():
    blocks = pages.blocks()
    not_run = [str(block) for block in blocks if block.reason]
    assert len(blocks) > 20
    assert len(not_run) * 10 <= len(blocks), not_run


def test_pages__each_place_has_a_test_that_runs_its_blocks():
    assert {block.place for block in pages.blocks()} == RUNNERS.keys()
    for place, path in RUNNERS.items():
        assert f"pages.run_in(pages.{place.upper()})" in (pages.TREE / path).read_text(), path


def test_block__is_found_with_its_reason():
    text = "<!-- not run: takes hours -->\n```sh\na\nb\n```\n\n```sh\nc\n```\n"
    found = [(match["reason"], match["text"]) for match in pages.BLOCK.finditer(text)]
    assert found == [("takes hours", "a\nb\n"), (None, "c\n")]


def test_block__gets_the_readers_own_values():
    filled = pages.filled_in("export A=… B=c\n", {"A": "x y", "B=c": "B=d"})
    assert filled == "export A='x y' B=d\n"
