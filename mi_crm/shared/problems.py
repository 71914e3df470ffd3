"""Problems: sentences for the person at the keyboard, as against bugs."""


class Problem(Exception):
    """Something the user can understand and mend, said in one plain sentence.

    The sentence is a literal template and its values come by name, so that it can be translated
    and no value is ever read as a template.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        """Keep the sentence and the values that belong in it."""
        super().__init__(sentence, values)
        self.sentence = sentence
        self.values = values

    def __str__(self) -> str:
        """Return the sentence with its values in place."""
        return self.sentence.format(**self.values) if self.values else self.sentence


class NotFound(Problem):
    """What was asked for is no longer there."""


class Conflict(Problem):
    """Someone else changed the same thing meanwhile; nothing was saved."""
