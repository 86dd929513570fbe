"""A short answer: the number that decides, and the letter of the claim that it supports, of a closed set.

The sheet prints the claims under the words of the exercise. Each is well made: it is what somebody would say who
has looked at one thing and not at another, and it has a reply, which is read by whoever gives it where the data do
not support it. Which claim is the right one differs from draw to draw, so that a letter alone earns nothing::

    exercise = Exercise(title="What does it show?", kind="judge", …, claims={
        "A": Claim("The two share the task and no more.", reply="that needs a floor as high as CKA"),
        "B": …,
    })

    @exercise.property("right where …", points=1, hint="…")
    def where(ask, rng):
        ask.claims("judge(X, Y)", [({"X": "20 stimuli"}, (X, Y), 0.5, "A"), …], among=exercise.claims)
"""

from dataclasses import dataclass

__all__ = ["Claim", "listed"]


@dataclass(frozen=True)
class Claim:
    """A claim that data may support, or not.

    Attributes
    ----------
    says : str
        The claim, a whole sentence; Markdown.
    reply : str
        What is printed where it is given and not supported: what it would need, and where to look. It is true
        whichever claim the data do support.
    """

    says: str
    reply: str


def listed(claims: dict[str, Claim]) -> str:
    """Return claims as a list in Markdown, each behind its letter."""
    return "\n".join(f"- **{letter}** · {claim.says}" for letter, claim in claims.items())
