"""Answers of many districts from a file, in the order in which they flow:

    files.read_file(bytes) -> sheets -> headings.headings_of(sheet) -> columns.guesses(...) -> lines.read_lines(...)
    -> planning.plan_of(...), which is what the preview shows -> saving.take_over(...)

Nothing is saved before the last step, and that does all of it or nothing. What is read of the file waits in an
AnswerImport meanwhile, with what its owner has chosen.
"""
