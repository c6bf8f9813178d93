"""The page that shows advice at five stages says what the program says."""

from docs.generate_case_next import PAGE, STAGES, page


def test_the_page_is_what_the_program_says_today():
    written = PAGE.read_text(encoding="utf-8")
    assert written.count("\n## ") == len(STAGES) == 5
    assert written == page(), "run python -m docs.generate_case_next"
